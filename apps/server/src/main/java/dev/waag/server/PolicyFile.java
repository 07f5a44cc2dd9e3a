package dev.waag.server;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.judge.Judge;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicyError;
import dev.waag.policy.PolicyException;
import dev.waag.policy.PolicySource;
import dev.waag.release.PolicyChanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy file: read at start, where an error ends the start, and watched from then on, where an error leaves the running policy. */
final class PolicyFile {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);
    private static final long PERIOD_MILLIS = 1500;

    private final Optional<Path> file;
    private final Policy current;
    private byte[] bytes;

    private PolicyFile(Optional<Path> file, Policy current, byte[] bytes) {
        this.file = file;
        this.current = current;
        this.bytes = bytes;
    }

    static PolicyFile open(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return new PolicyFile(file, Policy.defaults(), new byte[0]);
        }
        try {
            byte[] bytes = Files.readAllBytes(file.get());
            return new PolicyFile(file, load(file.get(), bytes), bytes);
        } catch (PolicyException e) {
            throw new UserException(
                    Exit.USAGE, messages(e), "", "mend the policy; `waag policy show --policy FILE` checks it");
        }
    }

    private static Policy load(Path path, byte[] bytes) throws PolicyException {
        return Policy.load(PolicySource.of(path.toString(), bytes));
    }

    private static String messages(PolicyException e) {
        return e.errors().stream().map(PolicyError::toString).collect(Collectors.joining("\n"));
    }

    Policy current() {
        return current;
    }

    /** A watch that can be ended. */
    record Watching(Thread thread) {
        void close() {
            thread.interrupt();
        }
    }

    /** As the file had it at start. */
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Watching watch(Judge judge, PolicyChanges changes) {
        return new Watching(Thread.ofVirtual().name("policy-watch").start(() -> loop(judge, changes)));
    }

    private void loop(Judge judge, PolicyChanges changes) {
        String told = "";
        while (file.isPresent()) {
            try {
                Thread.sleep(PERIOD_MILLIS);
                look(file.get(), judge, changes);
                told = "";
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                if (!told.equals(e.toString())) {
                    told = e.toString();
                    LOG.warn("the policy {} cannot be read: the running one stays: {}", file.get(), told);
                }
            } catch (SQLException e) {
                LOG.error("the changed policy could not be entered in the ledger and is not in force yet", e);
            }
        }
    }

    /** Takes up the file's text where it is another than the last. */
    void look(Path path, Judge judge, PolicyChanges changes) throws IOException, SQLException {
        byte[] now = Files.readAllBytes(path);
        if (Arrays.equals(now, bytes)) {
            return;
        }
        try {
            Policy next = load(path, now);
            if (changes.fileChanged(new String(now, StandardCharsets.UTF_8))) {
                judge.use(next, "waag");
                LOG.info("the policy {} changed and is in force", path);
            } else {
                LOG.warn("the policy {} changed, and waits for two people: the running one stays", path);
            }
        } catch (PolicyException e) {
            LOG.error("the policy {} changed and is wrong: the running one stays\n{}", path, messages(e));
        }
        bytes = now;
    }
}
