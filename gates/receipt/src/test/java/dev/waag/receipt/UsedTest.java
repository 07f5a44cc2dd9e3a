package dev.waag.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Wheels;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What locks and environments say, and what somebody did to them. */
final class UsedTest {
    private final Distribution kaas = Wheels.of("kaas", "1.0").payload(2000).wheel();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Wanted one() {
        List<Wanted> all = Used.environment(folder);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void anInstalledWheelHasTheContentsOfTheWheel() throws Exception {
        Installed.into(folder, kaas);
        Path wheel = Files.write(folder.resolve("kaas.whl"), kaas.bytes());
        assertThat(one().contents()).isEqualTo(Contents.ofWheel(wheel));
        assertThat(Contents.ofWheel(new ByteArrayInputStream(kaas.bytes()))).isEqualTo(Contents.ofWheel(wheel));
        assertThat(one().outside()).isEmpty();
    }

    @Test
    void whatInstallersWriteChangesNothing() throws Exception {
        Path packages = Installed.into(folder, kaas);
        Wanted before = one();
        Path info = packages.resolve("kaas-1.0.dist-info");
        Files.writeString(info.resolve("INSTALLER"), "pip\n");
        Files.writeString(
                info.resolve("RECORD"),
                Files.readString(info.resolve("RECORD"))
                        + "kaas-1.0.dist-info/INSTALLER,sha256=AAAA,4\nkaas/__pycache__/x.pyc,,\n../../../bin/kaas,sha256=BBBB,9\n");
        assertThat(one().contents()).isEqualTo(before.contents());
    }

    @Test
    void aFileThatWasChangedAfterwardsIsFromElsewhere() throws Exception {
        Path packages = Installed.into(folder, kaas);
        try (var files = Files.walk(packages.resolve("kaas"))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.writeString(file, "import os\n");
        }
        assertThat(one().outside()).hasValueSatisfying(w -> assertThat(w).contains("not as its RECORD says"));
    }

    @Test
    void aRecordThatWasChangedWithItHasOtherContents() throws Exception {
        Path packages = Installed.into(folder, kaas);
        Wanted before = one();
        Path record = packages.resolve("kaas-1.0.dist-info").resolve("RECORD");
        Files.writeString(
                record, Files.readString(record).replaceFirst("(?m)^kaas/.*sha256=.*$", "kaas/__init__.py,,"));
        assertThat(one().contents()).isNotEqualTo(before.contents());
    }

    @Test
    void whatWasInstalledFromAPlaceOfItsOwnIsFromElsewhere() throws Exception {
        Path info = Installed.into(folder, kaas).resolve("kaas-1.0.dist-info");
        for (String[] origin : new String[][] {
            {"{\"url\": \"https://files.example/kaas.whl\", \"archive_info\": {}}", "a URL"},
            {"{\"url\": \"file:///src\", \"dir_info\": {}}", "a folder"},
            {"{\"url\": \"https://git.example/x\", \"vcs_info\": {}}", "a repository"},
            {"{", "cannot be read"}
        }) {
            Files.writeString(info.resolve("direct_url.json"), origin[0]);
            assertThat(one().outside()).hasValueSatisfying(w -> assertThat(w).contains(origin[1]));
        }
        Files.delete(info.resolve("direct_url.json"));
        Files.delete(info.resolve("RECORD"));
        assertThat(one().outside()).hasValueSatisfying(w -> assertThat(w).contains("no RECORD"));
    }

    @Test
    void whatSetupPyLeavesBehindIsFromElsewhere() throws Exception {
        Path packages = Files.createDirectories(folder.resolve("lib/python3.13/site-packages"));
        Files.createDirectories(packages.resolve("edammer-1.0-py3.13.egg-info"));
        Files.writeString(packages.resolve("goudse.egg-link"), "/src\n");
        List<Wanted> all = Used.environment(folder);
        assertThat(all).extracting(w -> w.name().value()).containsExactlyInAnyOrder("edammer", "goudse");
        assertThat(all).allSatisfy(w -> assertThat(w.outside()).isPresent());
    }

    @Test
    void whatADistributionBringsWithinItselfIsAPartOfIt() throws Exception {
        Path packages = Installed.into(folder, kaas);
        Path vendored = Files.createDirectories(packages.resolve("kaas/_vendor/wheel-0.45.1.dist-info"));
        Files.writeString(vendored.resolve("METADATA"), "Metadata-Version: 2.1\nName: wheel\nVersion: 0.45.1\n");
        assertThat(one().name().value()).isEqualTo("kaas");
    }

    @Test
    void aLockSaysItsDigests() throws Exception {
        Path lock = folder.resolve("requirements.txt");
        String digest = "a".repeat(64);
        Files.writeString(
                lock,
                "kaas==1.0 --hash=sha256:" + digest + "\nbrood @ git+https://git.example/brood@" + "b".repeat(40)
                        + "\nmelk @ https://files.example/melk-1.0-py3-none-any.whl\n");
        List<Wanted> all = Used.lock(lock);
        assertThat(all).extracting(w -> w.name().value()).containsExactly("kaas", "brood", "melk");
        assertThat(all.get(0).digests()).containsExactly(digest);
        assertThat(all.get(0).outside()).isEmpty();
        assertThat(all.get(1).outside()).isPresent();
        assertThat(all.get(2).outside()).as("a URL without a digest").isPresent();
    }

    @Test
    void whatCannotBeComparedIsNoSuccess() throws Exception {
        for (Path wrong : List.of(folder.resolve("requirements.txt"), folder.resolve("notes.txt"))) {
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> Used.lock(wrong))
                    .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE));
        }
        assertThatExceptionOfType(UserException.class).isThrownBy(() -> Used.environment(folder));
        Path wheel = Files.write(folder.resolve("kaas.whl"), kaas.bytes());
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> Used.sbom(wheel))
                .withMessageContaining("no SBOM");
        Files.write(wheel, new byte[100]);
        assertThatExceptionOfType(UserException.class).isThrownBy(() -> Used.sbom(wheel));
    }
}
