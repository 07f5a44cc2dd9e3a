package dev.waag.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Blake2bTest {
    /** Digests of the bytes 0, 1, ..., 250, 0, 1, ... of that length, by Python's hashlib. */
    private static final Map<Integer, String> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put(0, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
        KNOWN.put(1, "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");
        KNOWN.put(127, "f2fe67ff342e21b8f45e8f2e0bcd1d9243245d50ee6c78042e9c491388791c72");
        KNOWN.put(128, "c3582f71ebb2be66fa5dd750f80baae97554f3b015663c8be377cfcb2488c1d1");
        KNOWN.put(129, "f7f3c46ba2564ff4c4c162da1f5b605f9f1c4aa6a20652a9f9a337c1a2f5b9c9");
        KNOWN.put(255, "d9ef0fc521b4266d16df662bec231bc2ec3989e7adeaf63169c295dc239dbbea");
        KNOWN.put(256, "582f782226018ec33076bd8d1c42413530ac7e1126260ffc0f306ba3befc3f24");
        KNOWN.put(257, "227e15ed64ee8e93eb7bc53828f76eed974f2c4ab1408c3d08f212b7f8d69904");
        KNOWN.put(1000, "b372d0608f720c8c3dd41e9c8eecb10143b41abe520b616607e754bf79c08331");
        KNOWN.put(100000, "916cfaa800ee55811e82095babeb88ea29c9ef8a36e8d7e20c7b772c344c9e1c");
    }

    @Test
    void agreesWithAnotherImplementationAtEveryEdgeOfABlock() {
        KNOWN.forEach((length, digest) -> {
            byte[] bytes = bytes(length);
            Blake2b whole = new Blake2b();
            whole.update(bytes, 0, length);
            assertThat(whole.hex()).as("%s bytes", length).isEqualTo(digest);
        });
    }

    @Test
    void theSizeOfPiecesDoesNotMatter() {
        byte[] bytes = bytes(1000);
        for (int piece : new int[] {1, 7, 64, 128, 129, 999}) {
            Blake2b pieces = new Blake2b();
            for (int at = 0; at < bytes.length; at += piece) {
                pieces.update(bytes, at, Math.min(piece, bytes.length - at));
            }
            assertThat(pieces.hex()).as("in pieces of %s", piece).isEqualTo(KNOWN.get(1000));
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }
}
