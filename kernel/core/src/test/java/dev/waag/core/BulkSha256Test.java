package dev.waag.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BulkSha256Test {
    @Test
    void isTheSameAsJavasOwnHoweverTheBytesCome() {
        Random random = new Random(7);
        MessageDigest bulk = Sha256.bulk();
        for (int length = 0; length < 400; length++) {
            byte[] text = new byte[length];
            random.nextBytes(text);
            int part = random.nextInt(length + 1);
            bulk.update(text, 0, part);
            bulk.update(text, part, length - part);
            assertThat(bulk.digest()).isEqualTo(Sha256.digest().digest(text));
        }
    }

    @Test
    void eachComputationIsItsOwn() {
        MessageDigest one = Sha256.bulk();
        MessageDigest other = Sha256.bulk();
        one.update((byte) 1);
        other.update((byte) 2);
        one.reset();
        assertThat(one.digest()).isEqualTo(Sha256.digest().digest());
        assertThat(other.digest()).isEqualTo(Sha256.digest().digest(new byte[] {2}));
    }

    @Test
    void isTheMachinesWhereItHasOne() {
        Optional<MessageDigest> system = SystemSha256.find();
        system.ifPresent(found -> assertThat(Sha256.bulk()).isInstanceOf(found.getClass()));
        assertThat(Sha256.bulk().getDigestLength()).isEqualTo(32);
    }
}
