package dev.waag.release;

import static dev.waag.release.House.ANN;
import static dev.waag.release.House.BEN;
import static dev.waag.release.House.SUE;
import static dev.waag.release.House.done;
import static dev.waag.release.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.index.PageOutcome;
import dev.waag.store.FileRecord;
import dev.waag.store.Receipts;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class RecallTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // each test opens it
    private House house;

    private void open(boolean rollback) throws Exception {
        house = new House(
                root,
                new ReleaseSettings(
                        List.of("staging", "stable"), 1, rollback, false, 1 << 20, List.of(), List.of(), List.of()));
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private static JsonNode report(Answer answer) {
        return Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(done(answer).fields()));
    }

    @Test
    void whatIsRecalledIsDeniedAtOnceAndNothingElse() throws Exception {
        open(false);
        house.release(Wheels.wheel("acme-a", "1.0"));
        house.release(Wheels.wheel("acme-a", "1.1"));
        refused(403, house.gate.recall(ANN, "acme-a==1.1", "", false));
        assertThat(report(house.gate.recall(SUE, "acme-a==1.1", "", true)).path("blocked"))
                .isEmpty();
        assertThat(house.versions("acme-a", "stable")).containsExactly("1.0", "1.1");
        JsonNode report = report(house.gate.recall(SUE, "acme-a==1.1", "it deletes files", false));
        assertThat(report.path("blocked")).hasSize(1);
        assertThat(house.versions("acme-a", "stable")).containsExactly("1.0");
        assertThat(house.kinds()).contains("recall").doesNotContain("rollback");
        refused(404, house.gate.recall(SUE, "NO-SUCH-1", "", false));
    }

    @Test
    void theReportNamesTheJobsThatGotItUnderAReceipt() throws Exception {
        open(false);
        house.release(Wheels.wheel("acme-a", "1.1"));
        PageOutcome.Found page = (PageOutcome.Found) house.index.page(House.name("acme-a"), "stable", false);
        FileRecord file = page.view().files().getFirst();
        byte[] receipt = "{\"id\": \"r1\", \"user\": \"github:acme/app\"}".getBytes(StandardCharsets.UTF_8);
        house.database.write(c -> {
            Receipts.save(c, new Receipts.Row("r1", receipt, 0, Optional.empty()), 0);
            return receipt;
        });
        house.index
                .deliveries()
                .delivered(House.name("acme-a"), file, Optional.empty(), "github:acme/app", Optional.of("r1"));
        house.index.deliveries().delivered(House.name("acme-a"), file, Optional.empty(), "ann");
        assertThat(house.index.deliveries().await(Duration.ofSeconds(20))).isTrue();
        JsonNode report = report(house.gate.recall(SUE, "acme-a==1.1", "", true));
        assertThat(report.path("downloads")).hasSize(2);
        assertThat(report.path("receipts")).hasSize(1);
        JsonNode row = report.path("receipts").get(0);
        assertThat(row.path("id").asString()).isEqualTo("r1");
        assertThat(row.path("user").asString()).isEqualTo("github:acme/app");
        assertThat(row.path("filename").asString()).isEqualTo(file.filename());
        assertThat(row.path("at").asString()).isNotEmpty();
        assertThat(report.path("must_act").toString()).contains("github:acme/app", "ann");
    }

    @Test
    void channelsGoBackFromItAndFromWhatRestsOnIt() throws Exception {
        open(true);
        house.release(Wheels.wheel("acme-a", "1.0"));
        house.release(Wheels.wheel("acme-app", "1.0"));
        house.release(Wheels.wheel("acme-a", "1.1"));
        house.release(Wheels.of("acme-app", "2.0").requires("acme-a==1.1").wheel());
        house.release(Wheels.of("acme-lib", "1.0").requires("acme-a>=1").wheel());
        JsonNode report = report(house.gate.recall(SUE, "acme-a==1.1", "", false));
        assertThat(report.path("releases")).hasSize(3);
        assertThat(house.versions("acme-a", "stable")).containsExactly("1.0");
        assertThat(house.versions("acme-app", "stable")).containsExactly("1.0");
        assertThat(house.versions("acme-lib", "stable")).containsExactly("1.0");
        assertThat(house.kinds()).contains("recall", "rollback");
    }

    @Test
    void whatWasMadeWithItIsBlockedToo() throws Exception {
        open(false);
        String sbom = "{\"components\": [{\"purl\": \"pkg:pypi/evil@6.6\"}]}";
        done(house.upload(ANN, Wheels.wheel("acme-a", "1.0"), "waag_sbom", sbom));
        report(house.gate.recall(SUE, "evil==6.6", "", false));
        assertThat(house.versions("acme-a", "staging")).isEmpty();
        refused(409, house.gate.approve(BEN, House.name("acme-a"), Optional.of("1.0")));
    }

    @Test
    void aRecallIsToldInTheFormsThatOtherProgramsRead() throws Exception {
        open(false);
        house.release(Wheels.wheel("acme-a", "1.0"));
        house.release(Wheels.of("acme-app", "2.0").requires("acme-a==1.0").wheel());
        Map<String, Object> report =
                done(house.gate.recall(SUE, "acme-a==1.0", "", false)).fields();
        String base = "https://packages.example";
        JsonNode vex = Json.MAPPER.valueToTree(RecallDocuments.openVex(report, base, TestClock.START));
        assertThat(vex.path("@context").asString("")).isEqualTo("https://openvex.dev/ns/v0.2.0");
        assertThat(vex.path("statements")).hasSize(2);
        JsonNode csaf = Json.MAPPER.valueToTree(RecallDocuments.csaf(report, base, TestClock.START));
        assertThat(csaf.path("document").path("csaf_version").asString("")).isEqualTo("2.0");
        assertThat(csaf.path("product_tree").path("full_product_names")).hasSize(2);
    }
}
