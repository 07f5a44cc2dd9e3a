package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.OrgJsonNode;
import dev.waag.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CheckJsonTest {
    @Test
    void theUsualReport() throws IOException {
        Golden.assertSame("usual.json", CheckJson.render(Samples.usual()));
    }

    @Test
    void followsItsPublishedSchema() throws IOException {
        for (CheckReport report : List.of(Samples.usual(), Samples.clean(), Samples.hostile(), Samples.of())) {
            Validator.Result result = validate(CheckJson.render(report));
            assertThat(result.isValid())
                    .as(() -> result.getErrors().getFirst().getError())
                    .isTrue();
        }
    }

    @Test
    void theSchemaCanFail() throws IOException {
        String json = CheckJson.render(Samples.usual());
        for (List<String> wrong : List.of(
                List.of("\"verdict\":\"fail\"", "\"verdict\":\"failed\""),
                List.of("\"severity\":\"critical\"", "\"severity\":\"Critical\""),
                List.of("\"help\"", "\"remedy\""),
                List.of("\"fixed_in\":[]", "\"fixed_in\":null"),
                List.of("\"waiver\":null", "\"waiver\":{}"),
                List.of("\"line\":4", "\"line\":-4"),
                List.of("\"as_of\":null", "\"as_of\":\"yesterday\""))) {
            assertThat(json).contains(wrong.getFirst());
            assertThat(validate(json.replace(wrong.getFirst(), wrong.getLast())).isValid())
                    .as(wrong.getLast())
                    .isFalse();
        }
    }

    @Test
    void textsComeBackAsTheyWere() {
        JsonNode json = Json.MAPPER.readTree(CheckJson.render(Samples.hostile()));
        List<String> said =
                json.get("not_checked").valueStream().map(JsonNode::asString).toList();
        for (int i = 0; i < said.size(); i++) {
            assertThat(said.get(i)).isEqualTo(Plain.wellFormed(Samples.HOSTILE.get(i)));
        }
        assertThat(said.get(7)).startsWith("unpaired \uFFFD and \uFFFD,");
    }

    @Test
    void isPlainAsciiOnOneLine() {
        String json = CheckJson.render(Samples.hostile());
        assertThat(json.indexOf('\n')).isEqualTo(json.length() - 1);
        assertThat(json.strip().chars()).allMatch(c -> c >= ' ' && c < 0x80);
    }

    @Test
    void unknownLicenceAndNoWaiverAreNull() {
        JsonNode json = Json.MAPPER.readTree(CheckJson.render(Samples.usual()));
        assertThat(json.at("/projects/1/licence").isNull()).isTrue();
        assertThat(json.at("/findings/0/waiver").isNull()).isTrue();
        assertThat(json.at("/advisories/1/as_of").isNull()).isTrue();
    }

    private static Validator.Result validate(String json) throws IOException {
        try (InputStream in = Objects.requireNonNull(CheckJson.class.getResourceAsStream("waag-check-1.json"))) {
            return new ValidatorFactory()
                    .withJsonNodeFactory(new OrgJsonNode.Factory())
                    .validate(new String(in.readAllBytes(), StandardCharsets.UTF_8), json);
        }
    }
}
