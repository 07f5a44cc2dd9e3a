package dev.waag.pipeline;

import dev.waag.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a tool found in a stage. The message shows no secret in full.
 *
 * @param severity one of {@code critical}, {@code high}, {@code medium}, {@code low}, {@code info}
 * @param file relative to the pipeline's folder; {@code line} from 1, 0 for none
 * @param commit the commit that has it, where the files of now have it no more
 * @param fails whether it makes its stage fail
 * @param identity what stays the same while lines move, such as the digest of what was found
 */
public record StageFinding(
        String tool,
        String rule,
        String severity,
        String file,
        int line,
        String message,
        String help,
        Optional<String> commit,
        boolean fails,
        String identity) {
    public boolean inHistory() {
        return commit.isPresent();
    }

    /** The same in every run in which the same thing stands in the same file. */
    String fingerprint() {
        String same = String.join("\0", tool, rule, file, identity);
        return Sha256.of(same.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    }
}
