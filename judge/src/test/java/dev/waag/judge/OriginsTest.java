package dev.waag.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.attest.Publisher;
import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.store.AttestedFiles.Accepted;
import dev.waag.store.AttestedFiles.Finding;
import dev.waag.store.DecisionRecord;
import dev.waag.store.FileRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class OriginsTest {
    private static final ProjectName PROJECT = new ProjectName("steady");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Sha256 ROOT = new Sha256("0".repeat(64));
    private static final Publisher OURS = new Publisher("GitHub", "acme/steady", "release.yml", "");
    private static final Publisher OTHER = new Publisher("GitHub", "evil/steady", "release.yml", "");

    private final List<FileRecord> files = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Accepted> accepted = new ArrayList<>();

    @Test
    void aProjectThatNeverAttestedMayGoOn() {
        bare("1.0");
        bare("2.0");
        assertThat(changes()).containsExactly("", "");
    }

    @Test
    void whatComesBeforeTheFirstAttestedReleaseStays() {
        bare("1.0");
        by("2.0", OURS);
        by("3.0", OURS);
        assertThat(changes()).containsExactly("", "", "");
    }

    @Test
    void losingProvenanceIsAChange() {
        by("1.0", OURS);
        bare("2.0");
        bare("3.0");
        assertThat(changes())
                .containsExactly(
                        "",
                        "attested by GitHub acme/steady release.yml up to 1.0, this file by nobody",
                        "attested by GitHub acme/steady release.yml up to 1.0, this file by nobody");
    }

    @Test
    void anotherPublisherIsAChangeAndMakesNothingKnown() {
        by("1.0", OURS);
        by("2.0", OTHER);
        by("3.0", OTHER);
        by("4.0", OURS);
        assertThat(changes())
                .containsExactly(
                        "",
                        "attested by GitHub acme/steady release.yml up to 1.0, this file by GitHub evil/steady release.yml",
                        "attested by GitHub acme/steady release.yml up to 1.0, this file by GitHub evil/steady release.yml",
                        "");
    }

    @Test
    void anotherWorkflowOrEnvironmentIsAnotherPublisher() {
        by("1.0", OURS);
        by("2.0", new Publisher("GitHub", "acme/steady", "test.yml", ""));
        by("3.0", new Publisher("GitHub", "acme/steady", "release.yml", "production"));
        assertThat(changes()).filteredOn(String::isEmpty).hasSize(1);
    }

    @Test
    void anAttestationThatDoesNotVerifyIsNone() {
        by("1.0", OURS);
        broken("2.0", "the signature is wrong");
        assertThat(changes().getLast())
                .endsWith("this file by an attestation that does not verify: the signature is wrong");
    }

    @Test
    void oneThatCouldNotBeFetchedHolds() {
        by("1.0", OURS);
        announced("2.0");
        assertThat(changes().getLast()).endsWith("this file by an attestation that could not be fetched");
    }

    @Test
    void aSiblingSpeaksForAFileUntilItIsLookedAt() {
        by("1.0", OURS);
        by("2.0", OURS);
        files.add(file("steady-2.0.tar.gz", 2, true));
        assertThat(origins().of(files.getLast()).attested()).isEmpty();
        assertThat(origins().of(files.getLast()).change()).isEmpty();
    }

    @Test
    void oneFileOfALaterReleaseWithoutAttestationIsAChange() {
        by("1.0", OURS);
        by("2.0", OURS);
        files.add(file("steady-2.0.tar.gz", 2, false));
        Origins origins = origins();
        assertThat(origins.of(files.get(1)).change()).isEmpty();
        assertThat(origins.of(files.get(2)).change()).endsWith("this file by nobody");
        assertThat(origins.history().getLast().held()).containsExactly("");
    }

    @Test
    void anAcceptedPublisherCountsFromThenOn() {
        by("1.0", OURS);
        by("2.0", OTHER);
        by("3.0", OTHER);
        accepted.add(new Accepted("2.0", OTHER.toString(), "security", "moved", 1));
        assertThat(changes()).containsExactly("", "", "");
        by("4.0", new Publisher("GitLab", "third/steady", ".gitlab-ci.yml", ""));
        assertThat(changes().getLast()).contains("GitHub acme/steady release.yml and GitHub evil/steady release.yml");
    }

    @Test
    void acceptingNoneLastsUntilOneIsAttestedAgain() {
        by("1.0", OURS);
        bare("2.0");
        bare("3.0");
        by("4.0", OURS);
        bare("5.0");
        accepted.add(new Accepted("2.0", "", "security", "an outage", 1));
        assertThat(changes().subList(0, 4)).containsOnly("");
        assertThat(changes().getLast()).contains("up to 4.0").endsWith("this file by nobody");
    }

    @Test
    void theOrderIsThatOfUploads() {
        by("2.0", OURS);
        files.add(file("steady-1.9.tar.gz", 0, false));
        assertThat(origins().of(files.getLast()).change()).isEmpty();
    }

    private Origins origins() {
        return Origins.of(files, findings, accepted);
    }

    private List<String> changes() {
        Origins origins = origins();
        return files.stream().map(f -> origins.of(f).change()).toList();
    }

    private void bare(String version) {
        files.add(file(wheel(version), files.size() + 1, false));
    }

    private void announced(String version) {
        files.add(file(wheel(version), files.size() + 1, true));
    }

    private void by(String version, Publisher publisher) {
        announced(version);
        findings.add(new Finding(wheel(version), "tag", ROOT, Optional.of(publisher), ""));
    }

    private void broken(String version, String fault) {
        announced(version);
        findings.add(new Finding(wheel(version), "tag", ROOT, Optional.empty(), fault));
    }

    private static String wheel(String version) {
        return "steady-" + version + "-py3-none-any.whl";
    }

    private static FileRecord file(String filename, int day, boolean announced) {
        SimpleFile file = new SimpleFile(
                filename,
                "https://files.example/" + filename,
                Map.of("sha256", "ab".repeat(32)),
                OptionalLong.of(10),
                Optional.of(START.plus(Duration.ofDays(day))),
                "",
                Optional.empty(),
                false,
                Optional.empty(),
                announced ? Optional.of("https://index.example/" + filename + "/provenance") : Optional.empty());
        DecisionRecord decision = new DecisionRecord("allow", List.of(), 1, START, Optional.empty());
        return FileRecord.of(PROJECT, 0, START, file, Optional.empty(), Optional.empty(), decision);
    }
}
