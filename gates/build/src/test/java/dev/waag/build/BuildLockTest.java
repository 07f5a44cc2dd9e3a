package dev.waag.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.python.ProjectName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildLockTest {
    @TempDir
    Path folder;

    private static LockedInput input(String name, String version) {
        return new LockedInput(
                ProjectName.parse(name).orElseThrow(),
                version,
                name.replace('-', '_') + "-" + version + "-py3-none-any.whl",
                Sha256.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        BuildLock lock = new BuildLock(
                "3.11",
                List.of("setuptools>=61", "wheel; python_version < \"3.8\""),
                List.of(),
                List.of("bar-helper>=2"),
                List.of(input("setuptools", "80.9.0"), input("bar-helper", "2.3")));
        assertThat(BuildLock.parse(lock.text(), "lock")).isEqualTo(lock);
        assertThat(lock.inputs())
                .extracting(LockedInput::purl)
                .containsExactly("pkg:pypi/bar-helper@2.3", "pkg:pypi/setuptools@80.9.0");
    }

    @Test
    void aLockIsNeverWrittenOverSilently() throws Exception {
        BuildLock lock = new BuildLock("3.11", List.of(), List.of(), List.of(), List.of());
        lock.write(folder, false);
        String before = Files.readString(folder.resolve(BuildLock.FILE));
        BuildLock other = new BuildLock("3.12", List.of(), List.of(), List.of(), List.of());
        assertThatThrownBy(() -> other.write(folder, false))
                .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
        assertThat(folder.resolve(BuildLock.FILE)).hasContent(before);
        other.write(folder, true);
        assertThat(BuildLock.find(folder)).contains(other);
    }

    @Test
    void aFileThatIsNoWheelOfItsProjectIsRefused() {
        String text =
                new BuildLock("3.11", List.of(), List.of(), List.of(), List.of(input("setuptools", "80.9.0"))).text();
        for (String filename : List.of(
                "../setuptools-80.9.0-py3-none-any.whl", "wheel-1-py3-none-any.whl", "setuptools-80.9.0.tar.gz")) {
            String changed = text.replace("setuptools-80.9.0-py3-none-any.whl", filename);
            assertThatThrownBy(() -> BuildLock.parse(changed, "lock"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("is no wheel of setuptools");
        }
    }

    @Test
    void aDigestThatIsNoneIsRefused() {
        String text =
                new BuildLock("3.11", List.of(), List.of(), List.of(), List.of(input("setuptools", "80.9.0"))).text();
        assertThatThrownBy(() -> BuildLock.parse(text.replaceFirst("sha256 = \"..", "sha256 = \"zz"), "lock"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("sha256 of setuptools");
    }
}
