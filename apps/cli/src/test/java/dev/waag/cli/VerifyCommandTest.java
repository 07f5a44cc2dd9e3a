package dev.waag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.testkit.AttestedRelease;
import dev.waag.testkit.Distribution;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class VerifyCommandTest {
    private static final Distribution REAL = AttestedRelease.distribution();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private record Said(int code, JsonNode json) {
        List<String> failed() {
            List<String> failed = new ArrayList<>();
            json.path("checks").forEach(c -> {
                if (c.path("result").asString().equals("fail")) {
                    failed.add(c.path("check").asString());
                }
            });
            return failed;
        }
    }

    private static Said verify(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("verify", "--format", "json"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        StringWriter out = new StringWriter();
        int code = Main.execute(new PrintWriter(out), new PrintWriter(new StringWriter()), all.toArray(String[]::new));
        return new Said(code, out.toString().isEmpty() ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(out.toString()));
    }

    private Path real() throws Exception {
        return Files.write(folder.resolve(REAL.filename()), REAL.bytes());
    }

    private void beside(Path file, String suffix, byte[] content) throws Exception {
        Files.write(file.resolveSibling(file.getFileName() + suffix), content);
    }

    @Test
    void evidenceBesideTheFileIsFound() throws Exception {
        Path file = real();
        beside(file, ".provenance", AttestedRelease.provenance());
        Said said = verify(file);
        assertThat(said.code()).isZero();
        assertThat(said.json().path("schema").asString()).isEqualTo("waag-verify/1");
        assertThat(said.json().path("verdict").asString()).isEqualTo("verified");
        assertThat(said.json().path("checks")).hasSizeGreaterThan(2).allSatisfy(c -> {
            assertThat(c.path("check").asString()).isNotEmpty();
            assertThat(c.path("result").asString()).isIn("pass", "absent");
            assertThat(c.path("detail").asString()).isNotEmpty();
        });
    }

    @Test
    void aFileWithoutEvidenceIsRejected() throws Exception {
        Said said = verify(real());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.json().path("verdict").asString()).isEqualTo("rejected");
        assertThat(said.failed()).containsExactly("evidence");
    }

    @Test
    void allThatIsFoundMustVerify() throws Exception {
        Path file = real();
        beside(file, ".provenance", AttestedRelease.provenance());
        beside(file, ".sigstore.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(verify(file).failed()).containsExactly("format");
        assertThat(verify(file, "--attestation", Files.writeString(folder.resolve("x"), ""))
                        .code())
                .isEqualTo(1);
    }

    @Test
    void theSbomBesideItMustBeAboutIt() throws Exception {
        Path file = real();
        beside(file, ".provenance", AttestedRelease.provenance());
        String sbom =
                "{\"bomFormat\":\"CycloneDX\",\"metadata\":{\"component\":{\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"%s\"}]}}}";
        beside(file, ".cdx.json", sbom.formatted(REAL.sha256()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(verify(file).code()).isZero();
        beside(file, ".cdx.json", sbom.formatted("00").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(verify(file).failed()).containsExactly("sbom");
    }

    @Test
    void anEmptyIdentityMatchesNobody() throws Exception {
        Path file = real();
        beside(file, ".provenance", AttestedRelease.provenance());
        for (String option : List.of("--identity", "--issuer")) {
            Said said = verify(file, option, "");
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.json().path("verdict").asString()).isEqualTo("rejected");
        }
        assertThat(verify(file, "--issuer", "https://gitlab.com").code()).isZero();
    }

    @Test
    void withSeveralFilesGivenEvidenceIsThatOfTheFileByWhichItVerifies() throws Exception {
        Path file = real();
        Path other = Files.writeString(folder.resolve("other-1.0.tar.gz"), "other");
        Path given = Files.write(folder.resolve("given"), AttestedRelease.provenance());
        assertThat(verify(file, other, "--provenance", given).failed()).containsExactly("evidence");
        assertThat(verify(other, "--provenance", given).failed()).containsExactly("provenance");
    }

    @Test
    void whatIsNotThereIsWrongUsage() throws Exception {
        Path file = real();
        Path missing = folder.resolve("missing");
        assertThat(verify(missing).code()).isEqualTo(2);
        assertThat(verify(file, "--attestation", missing).code()).isEqualTo(2);
        assertThat(verify(file, "--trusted-root", missing).code()).isEqualTo(2);
        assertThat(verify(file, "--trust", missing).code()).isEqualTo(2);
    }
}
