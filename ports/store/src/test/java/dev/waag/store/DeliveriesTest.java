package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.waag.python.ProjectName;
import dev.waag.store.Deliveries.Delivery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {
    private static final String WHEEL = "demo-1.0-py3-none-any.whl";

    @TempDir
    Path root;

    private static Download.Given download(String version, String actor, int second, String... receipt) {
        return new Download.Given(
                new Download(
                        "demo",
                        version,
                        WHEEL.replace("1.0", version),
                        "ab".repeat(32),
                        7,
                        Optional.empty(),
                        actor,
                        Stream.of(receipt).findFirst()),
                Instant.ofEpochSecond(second));
    }

    @Test
    void downloadsThatDifferInTheirTimeAloneAreOneRowThatSaysHowMany() throws Exception {
        List<Download.Given> batch = List.of(
                download("1.0", "ann", 1),
                download("1.0", "ben", 2),
                download("1.0", "ann", 3),
                download("2.0", "ann", 4),
                download("1.0", "ann", 5, "r-1"),
                download("1.0", "ann", 6, "r-2"));
        ProjectName demo = ProjectName.parse("demo").orElseThrow();
        try (Opened o = Opened.at(root)) {
            long first = o.database().write(c -> Deliveries.enter(c, o.ledger(), batch));
            for (int i = 0; i < batch.size(); i++) {
                Download.Given given = batch.get(i);
                assertThat(o.ledger().entry(first + i))
                        .contains(given.what().entry(given.at()).bytes());
            }
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
