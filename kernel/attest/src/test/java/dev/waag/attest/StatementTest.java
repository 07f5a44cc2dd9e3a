package dev.waag.attest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

final class StatementTest {
    private static final Sha256 DIGEST = Sha256.of("content".getBytes(UTF_8));

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Statement statement = Statement.of("acme-1.0.tar.gz", DIGEST, Statement.PUBLISH, NullNode.getInstance());
        assertThat(new String(statement.toJson(), UTF_8))
                .isEqualTo("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"acme-1.0.tar.gz\","
                        + "\"digest\":{\"sha256\":\"" + DIGEST + "\"}}],\"predicateType\":\"" + Statement.PUBLISH
                        + "\",\"predicate\":null}");
        assertThat(Statement.parse(statement.toJson())).isEqualTo(statement);
    }

    @Test
    void aSubjectMayHaveOtherDigestsAndNoName() throws Exception {
        Statement statement =
                parse("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha512\":\"00\"}}],"
                        + "\"predicateType\":\"a:b\",\"more\":1}");
        assertThat(statement.subjects()).containsExactly(new Subject("", Map.of("sha512", "00")));
        assertThat(statement.subjects().getFirst().sha256()).isEmpty();
        assertThat(statement.predicate().isNull()).isTrue();
    }

    @Test
    void whatIsNoStatementIsRefused() {
        String good =
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"a\",\"digest\":{\"sha256\":\""
                        + DIGEST + "\"}}],\"predicateType\":\"a:b\"}";
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                good + good,
                good.replace("Statement/v1", "Statement/v0.1"),
                good.replace("\"subject\"", "\"subjects\""),
                good.replace("\"a:b\"", "\"\""),
                good.replace("\"a:b\"", "7"),
                good.replace("{\"sha256\":\"" + DIGEST + "\"}", "{}"),
                good.replace("\"name\":\"a\"", "\"name\":\"a\",\"name\":\"b\""),
                good.replace("\"" + DIGEST + "\"", "null"))) {
            assertThatThrownBy(() -> parse(bad)).as(bad).isInstanceOf(EvidenceException.class);
        }
    }

    @Test
    void provenanceHasTheShapeOfSlsa() {
        JsonNode json = new SlsaProvenance(
                        "https://example.test/build/v1",
                        Json.MAPPER.createObjectNode().put("source", "here"),
                        Json.MAPPER.createObjectNode(),
                        List.of(new SlsaProvenance.Resource(
                                "six", "pkg:pypi/six@1.17.0", Map.of("sha256", DIGEST.hex()))),
                        "https://example.test/builder",
                        Map.of("waag", "0.1.0"),
                        Optional.of("run-1"),
                        Optional.of(Instant.EPOCH),
                        Optional.empty())
                .toJson();
        assertThat(json.at("/buildDefinition/resolvedDependencies/0/digest/sha256")
                        .stringValue())
                .isEqualTo(DIGEST.hex());
        assertThat(json.at("/runDetails/builder/version/waag").stringValue()).isEqualTo("0.1.0");
        assertThat(json.at("/runDetails/metadata/startedOn").stringValue()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(json.at("/runDetails/metadata").has("finishedOn")).isFalse();
    }

    private static Statement parse(String json) throws EvidenceException {
        return Statement.parse(json.getBytes(UTF_8));
    }
}
