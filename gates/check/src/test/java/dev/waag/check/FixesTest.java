package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proposed and written where no index may be asked. */
final class FixesTest {
    private static final String HASH = "sha256:" + "a".repeat(64);

    @TempDir
    private Path folder;

    @BeforeEach
    void publishAdvisories() throws Exception {
        Files.createDirectories(folder.resolve("advisories"));
        advisory("GHSA-aaaa-aaaa-aaaa", "kaas", "0", "1.1");
        // what is fixed in 1.1 is broken there in another way
        advisory("GHSA-bbbb-bbbb-bbbb", "kaas", "1.1", "1.2");
        advisory("GHSA-cccc-cccc-cccc", "brood", "0", "");
    }

    @Test
    void proposesTheLowestVersionThatNothingAffects() throws Exception {
        write("requirements.txt", "# pins\nkaas==1.0\nboter==3\n");
        FixPlan plan = plan();
        assertThat(plan.fixes())
                .extracting(PinFix::project, PinFix::from, PinFix::to, PinFix::line)
                .containsExactly(tuple("kaas", "1.0", "1.2", 2));
        assertThat(plan.text())
                .contains(" # pins\n-kaas==1.0\n+kaas==1.2\n boter==3\n")
                .contains("not checked:");
        assertThat(read("requirements.txt")).contains("kaas==1.0");
        List<String> told = new ArrayList<>();
        plan.write(Map.of(), Optional.empty(), told::add);
        assertThat(read("requirements.txt")).isEqualTo("# pins\nkaas==1.2\nboter==3\n");
        assertThat(told).hasSize(1);
        assertThat(plan().fixes()).isEmpty();
    }

    @Test
    void saysWhereNoVersionWillDo() throws Exception {
        write("requirements.txt", "brood==1\n");
        FixPlan plan = plan();
        assertThat(plan.text()).contains("Not fixed:").contains("no advisory names a fixed version above 1");
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void keepsToWhatTheManifestAsksFor() throws Exception {
        write("requirements.in", "kaas<1.2\n");
        write("requirements.txt", "kaas==1.0\n");
        assertThat(plan().text()).contains("1.2 is not what").contains("requirements.in:1 asks for (kaas<1.2)");
    }

    @Test
    void writesNoHashThatItDoesNotKnow() throws Exception {
        write("requirements.txt", "kaas==1.0 --hash=" + HASH + "\n");
        FixPlan plan = plan();
        assertThatThrownBy(() -> plan.write(Map.of(), Optional.empty(), t -> {}))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE))
                .hasMessageContaining("have hashes");
        assertThat(read("requirements.txt")).contains("kaas==1.0");
    }

    @Test
    void writesNothingIntoAFileThatChangedMeanwhile() throws Exception {
        write("requirements.txt", "kaas==1.0\n");
        FixPlan plan = plan();
        write("requirements.txt", "kaas==1.0 # mine\n");
        assertThatThrownBy(() -> plan.write(Map.of(), Optional.empty(), t -> {}))
                .hasMessageContaining("changed while");
        assertThat(read("requirements.txt")).isEqualTo("kaas==1.0 # mine\n");
    }

    @Test
    void changesAnIncludedFileWhereThePinStands() throws Exception {
        write("requirements.txt", "-r more/base.txt\nboter==3\n");
        Files.createDirectories(folder.resolve("more"));
        write("more/base.txt", "kaas==1.0\n");
        plan().write(Map.of(), Optional.empty(), t -> {});
        assertThat(read("more/base.txt")).isEqualTo("kaas==1.2\n");
    }

    @Test
    void changesOnceWhatSeveralFilesInclude() throws Exception {
        write("requirements.txt", "kaas==1.0\n");
        write("requirements-dev.txt", "-r requirements.txt\nboter==3\n");
        FixPlan plan = plan();
        assertThat(plan.fixes()).hasSize(1);
        plan.write(Map.of(), Optional.empty(), t -> {});
        assertThat(read("requirements.txt")).isEqualTo("kaas==1.2\n");
    }

    @Test
    void saysWhereAPinIsWrittenSoThatItCannotBeChanged() throws Exception {
        Files.createDirectories(folder.resolve("more"));
        write("requirements.txt", "kaas\n-c more/constraints.txt\n");
        write("more/constraints.txt", "kaas==1.0\n");
        FixPlan plan = plan();
        assertThat(plan.text()).contains("kaas 1.0 -> 1.2: no '==1.0' stands there");
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void takesWhatThePolicyLetsPassWhereEveryReleaseIsAffected() throws Exception {
        advisory("GHSA-dddd-dddd-dddd", "kaas", "0", "");
        write("requirements.txt", "kaas==1.0\n");
        assertThat(plan().text()).contains("no release above 1.0 will do").contains("GHSA-dddd-dddd-dddd");
        write("policy.toml", """
                extends = "default"
                [[waiver]]
                rule = "known-vulnerable"
                project = "kaas"
                advisory = "GHSA-dddd-dddd-dddd"
                owner = "me"
                reason = "not reached"
                expires = 2027-01-01
                """);
        assertThat(plan().text())
                .contains("kaas 1.0 -> 1.2")
                .contains("1.2 is affected by GHSA-dddd-dddd-dddd, which the policy lets pass");
    }

    @Test
    void leavesOtherLocksToTheirTools() throws Exception {
        write("pyproject.toml", "[project]\nname = \"x\"\nversion = \"1\"\ndependencies = [\"kaas\"]\n");
        write("pdm.lock", "[metadata]\nlock_version = \"4.5.0\"\n\n[[package]]\nname = \"kaas\"\nversion = \"1.0\"\n");
        FixPlan plan = plan();
        assertThat(plan.text())
                .contains("--write runs: pdm update --no-sync --update-reuse kaas")
                .contains("-version = \"1.0\"\n+version = \"1.2\"\n");
        assertThatThrownBy(() -> plan.write(Map.of(), Optional.empty(), t -> {}))
                .hasMessageContaining("is changed by its own tool");
    }

    @Test
    void namesWhatStandsInAManifestOnly() throws Exception {
        write("requirements.in", "kaas==1.0\n");
        assertThat(plan().text()).contains("kaas 1.0 -> 1.2: it is pinned by hand in a manifest");
    }

    private FixPlan plan() throws Exception {
        Path own = folder.resolve("policy.toml");
        CheckRequest request = new CheckRequest(
                List.of(folder),
                List.of(),
                List.of(),
                Files.exists(own)
                        ? Policy.load(new PolicySource("policy.toml", Files.readString(own)))
                        : Policy.defaults(),
                true,
                List.of(folder.resolve("advisories").toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of("HOME", folder.toString()),
                folder.resolve("cache"),
                "1");
        Check.Extras fix = new Check.Extras(true, false, t -> {});
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z"));
        return Check.run(request, fix, Progress.NONE, clock).plan();
    }

    private void advisory(String id, String project, String introduced, String fixed) throws Exception {
        String end = fixed.isEmpty() ? "" : ", {\"fixed\": \"" + fixed + "\"}";
        write(
                "advisories/" + id + ".json",
                "{\"id\": \"" + id
                        + "\", \"modified\": \"2026-05-01T00:00:00Z\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \""
                        + project + "\"}, \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \""
                        + introduced + "\"}" + end + "]}]}]}");
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    private String read(String name) throws Exception {
        return Files.readString(folder.resolve(name));
    }
}
