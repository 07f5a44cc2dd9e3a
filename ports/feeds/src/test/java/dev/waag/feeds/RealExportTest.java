package dev.waag.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.waag.advisory.Assessment.Standing;
import dev.waag.advisory.SourceInfo;
import dev.waag.advisory.Vulnerability;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real export and a lock of 300 pins, where {@code WAAG_DATA} or a folder beside the checkout has them. */
final class RealExportTest {
    private static Path data() {
        return Path.of(System.getenv().getOrDefault("WAAG_DATA", "../../../shared/data"));
    }

    @Test
    void theLockOfThreeHundredPins(@TempDir Path root) throws IOException {
        Path export = data().resolve("osv-pypi-2024-10-10.zip");
        assumeThat(export)
                .as("the export of advisories is not here; name its folder in WAAG_DATA")
                .exists();
        Fixture fixture = new Fixture(root);
        fixture.kev = Optional.of(data().resolve("kev-2025-08-25.json").toString());
        Advisories advisories = fixture.open(export);
        assertThat(advisories.warnings()).isEmpty();
        assertThat(advisories.index().sources())
                .containsExactly(
                        new SourceInfo(export.toString(), 2661, Optional.of(Instant.parse("2024-10-10T17:22:00Z"))));
        int pins = 0;
        int records = 0;
        int exploited = 0;
        for (String line : Files.readAllLines(data().resolve("lock-300.txt"))) {
            int at = line.indexOf("==");
            if (at > 0) {
                ProjectName project = ProjectName.parse(line.substring(0, at)).orElseThrow();
                List<Vulnerability> found = advisories
                        .index()
                        .affecting(project, line.substring(at + 2).strip());
                pins += found.isEmpty() ? 0 : 1;
                for (Vulnerability v : found) {
                    records += (int) v.assessments().stream()
                            .filter(a -> a.standing() == Standing.AFFECTED)
                            .count();
                    exploited += v.knownExploited() ? 1 : 0;
                }
            }
        }
        assertThat(pins).isEqualTo(178);
        assertThat(records).isEqualTo(614);
        assertThat(exploited).isPositive();
    }
}
