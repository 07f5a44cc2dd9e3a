package dev.waag.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.UserException;
import dev.waag.process.Finished;
import dev.waag.process.Measured;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What people are told to do about a build that failed. */
final class VerdictTest {
    private static UserException failed(String log) throws IOException {
        Measured done = new Measured(new Finished(1, new byte[0], new byte[0]), Duration.ofSeconds(1), 1, 1, 1);
        Frames frames = Frames.parse(
                "{\"step\":\"build_sdist\",\"exit\":1}\n{\"end\":true,\"tried\":[],\"disk_free\":9999999,\"cpu_s\":0.5}\n"
                        .getBytes(UTF_8));
        return new Verdict(BuildLimits.DEFAULT, done, log).failed(frames);
    }

    @Test
    void aModuleThatIsNotThereIsABuildRequirementThatIsMissing() throws IOException {
        UserException e = failed(
                "Traceback (most recent call last):\n  File \"x\"\nModuleNotFoundError: No module named 'numpy'\n");
        assertThat(e.render()).contains("'numpy'", "build-system.requires", "--relock");
        assertThat(failed("ModuleNotFoundError: No module named 'numpy'\nRuntimeError: other\n")
                        .render())
                .endsWith("to do: mend what it says");
    }

    @Test
    void aBackendThatNeedsGitIsToldFromOneThatFails() throws IOException {
        assertThat(failed("LookupError: setuptools-scm was unable to detect version for /build/source.\n")
                        .render())
                .contains("git checkout");
        assertThat(failed("Dist currently only works with Git or Mercurial repos\n")
                        .render())
                .contains("meson");
    }
}
