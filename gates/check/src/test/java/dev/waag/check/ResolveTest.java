package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.lock.LockContext;
import dev.waag.lock.LockException;
import dev.waag.lock.LockFile;
import dev.waag.lock.LockKind;
import dev.waag.lock.Locks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResolveTest {
    private static final String A = " --hash=sha256:" + "a".repeat(64);
    private static final String B = " --hash=sha256:" + "b".repeat(64);

    @Test
    void findsNoDifferenceInWhatIsTheSame() throws LockException {
        assertThat(differences("kaas==1.0" + A + "\nbrood==2\n", "Brood==2.0\nkaas==1.0" + A + "\n"))
                .isEmpty();
    }

    @Test
    void namesEachDifferenceWithItsLine() throws LockException {
        assertThat(differences("boter==1\nkaas==1.0\nbrood==2\n", "kaas==1.1\nbrood==2\nmelk==3\n"))
                .containsExactly(
                        new Resolve.Difference("boter", "1", 1, "the lock has boter 1, a fresh lock does not"),
                        new Resolve.Difference("kaas", "1.0", 2, "the lock has kaas 1.0, a fresh lock has kaas 1.1"),
                        new Resolve.Difference("melk", "", 1, "the lock does not have melk, a fresh lock has melk 3"));
    }

    @Test
    void comparesHashes() throws LockException {
        // a file that came later is no difference; one that nobody has is
        assertThat(differences("kaas==1.0" + A + "\n", "kaas==1.0" + A + B + "\n"))
                .isEmpty();
        assertThat(differences("kaas==1.0" + A + "\n", "kaas==1.0" + B + "\n"))
                .extracting(Resolve.Difference::sentence)
                .containsExactly(
                        "the lock has a hash of kaas 1.0 that a fresh lock does not have: sha256:" + "a".repeat(64));
        assertThat(differences("kaas==1.0\n", "kaas==1.0" + B + "\n")).isEmpty();
    }

    private static List<Resolve.Difference> differences(String lock, String fresh) throws LockException {
        return Resolve.compare(read(lock), read(fresh));
    }

    private static LockFile read(String text) throws LockException {
        return Locks.read(
                LockKind.REQUIREMENTS, "requirements.txt", text.getBytes(StandardCharsets.UTF_8), LockContext.ALONE);
    }
}
