package dev.waag.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class Blake2Test {
    @Test
    void theSpecificationsExamples() { // RFC 7693, appendices A and B
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(hex(Blake2.b().digest(abc)))
                .isEqualTo("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
        assertThat(hex(Blake2.s().digest(abc)))
                .isEqualTo("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982");
    }

    @Test
    void lengthsAroundABlocksEnd() { // as Python's hashlib makes them, one digest of all digests each
        Blake2 b = Blake2.b();
        Blake2 s = Blake2.s();
        Blake2 allB = Blake2.b();
        Blake2 allS = Blake2.s();
        for (int length = 0; length < 300; length++) {
            byte[] text = new byte[length];
            for (int i = 0; i < length; i++) {
                text[i] = (byte) i;
                b.update((byte) i);
            }
            s.update(text, 0, length / 2);
            s.update(text, length / 2, length - length / 2);
            allB.update(b.digest());
            allS.update(s.digest());
        }
        assertThat(hex(allB.digest()).substring(0, 64))
                .isEqualTo("0be5faba1bb71424bf2c618ce3740c0b385ee4e6cd7efc379232b0e17397db5c");
        assertThat(hex(allS.digest())).isEqualTo("ba4d4ece5f0b8d662380689094757243880c72687feb6604d31e9d6dcef63513");
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
