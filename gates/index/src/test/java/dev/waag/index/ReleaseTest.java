package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ReleaseTest {
    private static final ProjectName DEMO = new ProjectName("demo");

    /** Names with a leading minus are yanked. */
    private static List<Release> releases(String... filenames) {
        List<SimpleFile> files = Arrays.stream(filenames)
                .map(n -> file(n.replaceFirst("^-", ""), n.startsWith("-")))
                .toList();
        return Release.of(new SimplePage("demo", ProjectStatus.ACTIVE, files), DEMO);
    }

    static SimpleFile file(String filename, boolean yanked) {
        return new SimpleFile(
                filename,
                "https://files.example/" + filename,
                Map.of(),
                OptionalLong.empty(),
                Optional.empty(),
                "",
                yanked ? Optional.of("why") : Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private static String current(String... filenames) {
        return Release.current(releases(filenames)).map(Release::version).orElse("none");
    }

    @Test
    void isInTheOrderOfVersionsAndHasEqualSpellingsTogether() {
        List<Release> releases = releases(
                "demo-1.10.tar.gz", "demo-1.9.tar.gz", "demo-1.9.0-py3-none-any.whl", "demo-x.tar.gz", "notes.txt");
        assertThat(releases.stream().map(Release::version)).containsExactly("x", "1.9", "1.10");
        assertThat(releases.get(1).files()).hasSize(2);
        assertThat(releases.get(1).is("v1.9.0.0")).isTrue();
        assertThat(releases.get(0).is("x")).isTrue();
        assertThat(releases.get(0).is("1.9")).isFalse();
    }

    @Test
    void theCurrentOneIsTheNewestThatMayBeInstalled() {
        assertThat(current("demo-1.0.tar.gz", "demo-2.0rc1.tar.gz", "-demo-3.0.tar.gz"))
                .isEqualTo("1.0");
        assertThat(current("demo-1.0rc1.tar.gz", "demo-2.0.dev1.tar.gz", "-demo-3.0.tar.gz"))
                .isEqualTo("2.0.dev1");
        assertThat(current("-demo-1.0.tar.gz", "-demo-2.0.tar.gz", "-demo-3.0a1.tar.gz"))
                .isEqualTo("2.0");
        assertThat(current("demo-1.0.tar.gz", "-demo-1.1.tar.gz", "demo-1.1-py3-none-any.whl"))
                .isEqualTo("1.1");
        assertThat(current("demo-1.0.tar.gz", "demo-unknown.tar.gz")).isEqualTo("1.0");
        assertThat(current("notes.txt")).isEqualTo("none");
    }

    @Test
    void theKindOfAFileIsToldAsTheLegacyApiHasIt() {
        assertThat(kind("demo-1.0-py2.py3-none-any.whl")).isEqualTo("bdist_wheel py2.py3");
        assertThat(kind("demo-1.0.tar.gz")).isEqualTo("sdist source");
        assertThat(kind("demo-1.0-py2.7.egg")).isEqualTo("bdist_egg 2.7");
        assertThat(kind("demo-1.0.win32-py3.6.exe")).isEqualTo("bdist_wininst 3.6");
        assertThat(kind("demo-1.0.win32.msi")).isEqualTo("bdist_msi any");
        assertThat(kind("demo-1.0-1.noarch.rpm")).isEqualTo("bdist_rpm any");
        assertThat(kind("demo-1.0.linux-x86_64.tar.gz")).isEqualTo("bdist_dumb any");
    }

    private static String kind(String filename) {
        Map<String, ?> file = LegacyFile.of(file(filename, false), DEMO);
        return file.get("packagetype") + " " + file.get("python_version");
    }
}
