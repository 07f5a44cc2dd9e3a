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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
    private String text;

    private PolicyFile(Optional<Path> file, Policy current, String text) {
        this.file = file;
        this.current = current;
        this.text = text;
    }

    static PolicyFile open(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return new PolicyFile(file, Policy.defaults(), "");
        }
        String text = Files.readString(file.get());
        try {
            return new PolicyFile(file, Policy.load(new PolicySource(file.get().toString(), text)), text);
        } catch (PolicyException e) {
            throw new UserException(
                    Exit.USAGE, messages(e), "", "mend the policy; `waag policy show --policy FILE` checks it");
        }
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
        return text;
    }

    Watching watch(Judge judge, PolicyChanges changes) {
        return new Watching(Thread.ofVirtual().name("policy-watch").start(() -> loop(judge, changes)));
    }

    private void loop(Judge judge, PolicyChanges changes) {
        while (file.isPresent()) {
            try {
                Thread.sleep(PERIOD_MILLIS);
                look(file.get(), judge, changes);
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                LOG.warn("the policy {} cannot be read: the running one stays: {}", file.get(), e.toString());
            } catch (SQLException e) {
                LOG.error("the changed policy could not be entered in the ledger and is not in force yet", e);
            }
        }
    }

    /** Takes up the file's text where it is another than the last. */
    void look(Path path, Judge judge, PolicyChanges changes) throws IOException, SQLException {
        String now = Files.readString(path);
        if (now.equals(text)) {
            return;
        }
        try {
            Policy next = Policy.load(new PolicySource(path.toString(), now));
            if (changes.fileChanged(now)) {
                judge.use(next, "waag");
                LOG.info("the policy {} changed and is in force", path);
            } else {
                LOG.warn("the policy {} changed, and waits for two people: the running one stays", path);
            }
        } catch (PolicyException e) {
            LOG.error("the policy {} changed and is wrong: the running one stays\n{}", path, messages(e));
        }
        text = now;
    }
}
