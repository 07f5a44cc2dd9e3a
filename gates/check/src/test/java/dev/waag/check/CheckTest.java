package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicyException;
import dev.waag.policy.PolicySource;
import dev.waag.report.CheckReport;
import dev.waag.report.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code waag check} without an index: what locks, manifests, environments and advisories tell by themselves. */
class CheckTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String HASH = " --hash=sha256:" + "0".repeat(64);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Policy policy = Policy.defaults();
    private List<String> excluded = List.of();
    private List<String> claimed = List.of();
    private Optional<URI> gate = Optional.empty();
    private Optional<String> python = Optional.empty();
    private Optional<String> platform = Optional.empty();

    @BeforeEach
    void advisories() throws IOException {
        Path osv = Files.createDirectories(folder.resolve("osv"));
        Files.writeString(osv.resolve("PYSEC-2026-1.json"), """
                {"id": "PYSEC-2026-1", "modified": "2026-11-22T00:00:00Z", "aliases": ["CVE-2026-1"], "summary": "a hole",
                 "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                 "affected": [{"package": {"ecosystem": "PyPI", "name": "kaas"},
                  "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.5"}]}]}]}
                """);
    }

    private CheckReport check(String... paths) {
        return check(List.of(paths), List.of());
    }

    private CheckReport check(List<String> paths, List<Path> environments) {
        return Check.run(
                new CheckRequest(
                        paths.stream().map(folder::resolve).toList(),
                        excluded,
                        environments,
                        policy,
                        true,
                        List.of(folder.resolve("osv").toString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        gate,
                        python,
                        platform,
                        claimed,
                        Map.of("HOME", folder.toString()),
                        folder.resolve("cache"),
                        "test"),
                Progress.NONE,
                InstantSource.fixed(NOW));
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<String> rules(CheckReport report) {
        return report.findings().stream().map(Finding::rule).toList();
    }

    @Test
    void aVulnerablePinFailsWithItsPlaceAndItsFix() throws Exception {
        file("requirements.txt", "# first\nkaas==1.0" + HASH + "\nbrood==2.0" + HASH + "\n");
        CheckReport report = check("requirements.txt");
        Finding finding = report.findings().getFirst();
        assertThat(finding.rule()).isEqualTo("known-vulnerable");
        assertThat(finding.advisory()).isEqualTo("PYSEC-2026-1");
        assertThat(finding.aliases()).containsExactly("CVE-2026-1");
        assertThat(finding.fixedIn()).containsExactly("1.5");
        assertThat(finding.line()).isEqualTo(2);
        assertThat(finding.file()).endsWith("requirements.txt");
        assertThat(report.verdict()).isEqualTo("fail");
        assertThat(report.projects()).hasSize(2);
    }

    @Test
    void aCleanLockPassesAndSaysWhatWasNotChecked() throws Exception {
        file("requirements.txt", "kaas==1.5" + HASH + "\n");
        CheckReport report = check("requirements.txt");
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo("pass");
        assertThat(report.notChecked())
                .contains("cooldown", "yanked", "hash-unknown")
                .doesNotContain("lookalike", "unhashed");
        assertThat(report.advisories())
                .singleElement()
                .satisfies(s -> assertThat(s.records()).isOne());
    }

    @Test
    void whatIsOpenOrWithoutAHashIsToldApart() throws Exception {
        file("requirements.txt", "kaas>=1.5\nbrood==2.0\n");
        assertThat(rules(check("requirements.txt"))).containsExactly("unpinned", "unhashed");
    }

    @Test
    void whatComesFromElsewhereIsAFinding() throws Exception {
        file("requirements.txt", "brood @ https://files.example/brood-1.0-py3-none-any.whl\n");
        assertThat(rules(check("requirements.txt"))).contains("outside-index").doesNotContain("unpinned");
    }

    @Test
    void aRequirementThatTheTargetDoesNotInstallIsNotJudged() throws Exception {
        file("requirements.txt", "kaas==1.0 ; sys_platform == 'win32'" + HASH + "\n");
        assertThat(rules(check("requirements.txt"))).containsExactly("known-vulnerable");
        python = Optional.of("3.11");
        platform = Optional.of("linux_x86_64");
        assertThat(check("requirements.txt").projects()).isEmpty();
    }

    @Test
    void aFileThatAsksForNothingIsNoPass() throws Exception {
        file("requirements.txt", "# nothing\n");
        assertThatThrownBy(() -> check("requirements.txt"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE));
    }

    @Test
    void whatLiesInFoldersBelowIsJudgedButNotWhatWasInstalledOrLeftOut() throws Exception {
        file("app/requirements.txt", "brood==2.0" + HASH + "\n");
        for (String place : List.of("services/api", ".venv/x", "node_modules/y", ".git/z", "examples/old")) {
            file("app/" + place + "/requirements.txt", "kaas==1.0" + HASH + "\n");
        }
        excluded = List.of("examples");
        assertThat(check("app").findings())
                .singleElement()
                .satisfies(f -> assertThat(f.file()).endsWith("services/api/requirements.txt"));
        excluded = List.of("examples/", "services/**");
        assertThat(check("app").findings()).isEmpty();
    }

    @Test
    void aMemberOfAWorkspaceIsJudgedByTheWorkspacesLock() throws Exception {
        file("ws/pyproject.toml", "[project]\nname = 'ws'\nversion = '1'\ndependencies = []\n");
        file("ws/packages/a/pyproject.toml", "[project]\nname = 'a'\nversion = '1'\ndependencies = ['brood>=1']\n");
        file("ws/uv.lock", """
                version = 1
                requires-python = ">=3.9"
                [manifest]
                members = ["a", "ws"]
                [[package]]
                name = "a"
                version = "1"
                source = { editable = "packages/a" }
                [[package]]
                name = "ws"
                version = "1"
                source = { virtual = "." }
                """);
        assertThat(rules(check("ws"))).doesNotContain("unpinned");
    }

    @Test
    void aFileThatOthersTakeInCountsOnce() throws Exception {
        file("app/requirements.txt", "kaas==1.0" + HASH + "\n");
        file("app/requirements-dev.txt", "-r requirements.txt\n-c constraints.txt\nbrood==2.0" + HASH + "\n");
        file("app/constraints.txt", "kaas<2\nmelk==1.0\n");
        CheckReport report = check("app");
        assertThat(rules(report)).containsExactly("known-vulnerable");
        assertThat(report.projects()).extracting(p -> p.name()).containsExactlyInAnyOrder("kaas", "brood");
    }

    @Test
    void aRequirementThatNamesAnAddressIsOneFinding() throws Exception {
        file("requirements.txt", "brood @ https://files.example/brood-1.0-py3-none-any.whl\n");
        assertThat(rules(check("requirements.txt")).stream().filter("outside-index"::equals))
                .hasSize(1);
    }

    @Test
    void aVersionThatIsNoneMayBePinnedByArbitraryEquality() throws Exception {
        file("requirements.txt", "kaas===1.0-weird" + HASH + "\n");
        assertThat(check("requirements.txt").projects())
                .singleElement()
                .satisfies(p -> assertThat(p.version()).isEqualTo("1.0-weird"));
    }

    @Test
    void aRequirementsFileCompiledFromPyprojectIsItsLock() throws Exception {
        file("app/pyproject.toml", "[project]\nname = 'app'\nversion = '1'\ndependencies = ['brood>=1']\n");
        file(
                "app/requirements.txt",
                "# This file is autogenerated by pip-compile with Python 3.11\n#\n#    pip-compile --generate-hashes pyproject.toml\n#\nbrood==2.0"
                        + HASH + "\n    # via app (pyproject.toml)\n");
        assertThat(rules(check("app"))).isEmpty();
        file("app/pyproject.toml", "[project]\nname = 'app'\nversion = '1'\ndependencies = ['brood>=3']\n");
        assertThat(rules(check("app"))).containsExactly("lock-drift");
    }

    @Test
    void aManifestWithoutALockIsJudgedByWhatItAsksFor() throws Exception {
        file(
                "app/pyproject.toml",
                "[project]\nname = 'app'\nversion = '1'\ndependencies = ['kaas==1.0', 'brood>=1']\n");
        assertThat(rules(check("app"))).containsExactlyInAnyOrder("known-vulnerable", "unpinned");
    }

    @Test
    void aLockThatDoesNotFollowFromItsManifestHasDrifted() throws Exception {
        file("requirements.in", "brood>=3\n");
        file("requirements.txt", "brood==2.0" + HASH + "\n");
        CheckReport report = check("requirements.txt");
        assertThat(rules(report)).containsExactly("lock-drift");
        assertThat(report.findings().getFirst().message())
                .contains("requirements.txt")
                .contains("requirements.in");
    }

    @Test
    void anEnvironmentIsJudgedByWhatIsInstalled() throws Exception {
        file(
                "venv/lib/python3.11/site-packages/kaas-1.0.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: kaas\nVersion: 1.0\nLicense: MIT\n\n");
        file(
                "venv/lib/python3.11/site-packages/brood-2.0.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: brood\nVersion: 2.0\n\n");
        file(
                "venv/lib/python3.11/site-packages/brood-2.0.dist-info/direct_url.json",
                "{\"url\": \"https://files.example/brood.git\", \"vcs_info\": {\"vcs\": \"git\", \"commit_id\": \"0\"}}");
        CheckReport report = check(List.of(), List.of(folder.resolve("venv")));
        assertThat(rules(report)).containsExactly("known-vulnerable", "outside-index");
        assertThat(report.projects()).extracting("licence").containsExactly("", "MIT");
    }

    @Test
    void aWaiverInForcePassesAnExpiredOneSaysSoAndAnUnusedOneIsNamed() throws Exception {
        file("requirements.txt", "kaas==1.0" + HASH + "\n");
        policy = policy("2026-12-31", "CVE-2026-1");
        CheckReport waived = check("requirements.txt");
        assertThat(waived.verdict()).isEqualTo("pass");
        assertThat(waived.findings().getFirst().waiver())
                .get()
                .extracting("owner")
                .isEqualTo("ann");
        policy = policy("2026-11-01", "CVE-2026-1");
        CheckReport expired = check("requirements.txt");
        assertThat(expired.verdict()).isEqualTo("fail");
        assertThat(expired.findings().getFirst().message()).contains("expired");
        policy = policy("2026-12-31", "CVE-2026-2");
        CheckReport unused = check("requirements.txt");
        assertThat(unused.unusedWaivers()).extracting("advisory").containsExactly("CVE-2026-2");
    }

    private static Policy policy(String expires, String advisory) throws PolicyException {
        return Policy.load(new PolicySource("policy.toml", """
                [[waiver]]
                rule = "known-vulnerable"
                project = "Kaas"
                advisory = "%s"
                owner = "ann"
                reason = "being replaced"
                expires = %s
                """.formatted(advisory, expires)));
    }

    @Test
    void nothingToJudgeAndNothingReadableAreNoPass() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> check("empty"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE));
        file("poetry.lock", "[[package]]\nname = 3\n");
        assertThatThrownBy(() -> check("poetry.lock"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("poetry.lock:1");
    }

    @Test
    void aClaimedNameThatIsNotTakenFromTheGateIsFound() throws Exception {
        claimed = List.of("acme-*");
        String lock = """
                version = 1
                requires-python = ">=3.9"
                [[package]]
                name = "acme-billing"
                version = "1.0"
                source = { registry = "https://%s/simple" }
                [[package]]
                name = "brood"
                version = "2.0"
                source = { registry = "https://index.example/simple" }
                """;
        file("uv.lock", lock.formatted("index.example"));
        assertThat(check("uv.lock").notChecked()).as("no gate is known").contains("claimed-name");
        gate = Optional.of(URI.create("https://gate.example/"));
        CheckReport report = check("uv.lock");
        assertThat(report.notChecked()).doesNotContain("claimed-name");
        Finding finding = report.findings().stream()
                .filter(f -> f.rule().equals("claimed-name"))
                .findFirst()
                .orElseThrow();
        assertThat(finding.project()).isEqualTo("acme-billing");
        assertThat(finding.fails()).isTrue();
        assertThat(finding.message()).contains("https://index.example/simple", "is not the gate");
        file("uv.lock", lock.formatted("gate.example"));
        assertThat(rules(check("uv.lock"))).doesNotContain("claimed-name");
        file("requirements.txt", "acme-billing==1.0" + HASH + "\n");
        assertThat(check("requirements.txt").notChecked())
                .as("the lock does not say where from, and no index is asked")
                .contains("claimed-name");
    }
}
