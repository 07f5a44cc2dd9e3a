package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.waag.python.ProjectName;
import dev.waag.store.Deliveries.Delivery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {
    private static final String WHEEL = "demo-1.0-py3-none-any.whl";

    @TempDir
    Path root;

    private static LedgerEntry download(String version, String actor, int second, String... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", "demo");
        fields.put("version", version);
        fields.put("filename", WHEEL.replace("1.0", version));
        fields.put("sha256", "ab".repeat(32));
        if (more.length > 0) {
            fields.put(Receipts.MEMBER, more[0]);
        }
        return new LedgerEntry("download", Instant.ofEpochSecond(second), actor, fields);
    }

    @Test
    void downloadsThatDifferInTheirTimeAloneAreOneRowThatSaysHowMany() throws Exception {
        List<LedgerEntry> batch = List.of(
                download("1.0", "ann", 1),
                download("1.0", "ben", 2),
                download("1.0", "ann", 3),
                download("2.0", "ann", 4),
                download("1.0", "ann", 5, "r-1"),
                download("1.0", "ann", 6, "r-2"));
        ProjectName demo = ProjectName.parse("demo").orElseThrow();
        try (Opened o = Opened.at(root)) {
            long first = o.database().write(c -> {
                long number = o.ledger().append(c, batch);
                Deliveries.add(c, number, batch);
                return number;
            });
            List<Delivery> all = o.database().read(c -> Deliveries.of(c, demo));
            assertThat(all)
                    .extracting(d -> d.entry() - first, Delivery::count, Delivery::version, Delivery::actor)
                    .containsExactly(
                            tuple(0L, 2, "1.0", "ann"),
                            tuple(1L, 1, "1.0", "ben"),
                            tuple(3L, 1, "2.0", "ann"),
                            tuple(4L, 1, "1.0", "ann"),
                            tuple(5L, 1, "1.0", "ann"));
            assertThat(all.getFirst().at()).isEqualTo(Instant.ofEpochSecond(1));
        }
        Opened.audit(root, batch.size());
    }
}
