package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.testkit.AttestedRelease;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class PublisherHistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ProjectName PROJECT = new ProjectName("gitlab-oidc-project");

    @Test
    void tellsWhoAttestedEachRelease() throws Exception {
        Distribution real = AttestedRelease.distribution();
        try (SimulatedIndex index = new SimulatedIndex();
                Fetcher fetcher = new Fetcher(FetchSettings.fromEnvironment(Map.of(), List.of(), FetchLimits.DEFAULT)
                        .withUpstreams(List.of(index.url())))) {
            index.add(Listing.of(real).provenance(AttestedRelease.provenance()));
            URI proof = index.uri("127.0.0.1", SimulatedIndex.file(real) + ".provenance");
            SimplePage page = new SimplePage(
                    PROJECT.value(),
                    new ProjectStatus("active", ""),
                    List.of(
                            file("gitlab_oidc_project-0.0.2.tar.gz", "ab".repeat(32), 200, Optional.empty()),
                            file(real.filename(), real.sha256(), 100, Optional.of(proof.toString())),
                            file(
                                    "gitlab_oidc_project-0.0.4.tar.gz",
                                    "cd".repeat(32),
                                    50,
                                    Optional.of(proof.toString()))));
            List<String> history = new PublisherHistory(fetcher, NOW).of(PROJECT, page);
            assertThat(history).hasSize(3);
            assertThat(history.get(0)).startsWith("0.0.4: nobody: the statement is about another file name");
            assertThat(history.get(1)).isEqualTo("0.0.3: " + AttestedRelease.PUBLISHER);
            assertThat(history.get(2)).isEqualTo("0.0.2: nobody");
        }
    }

    private static SimpleFile file(String name, String sha256, int daysAgo, Optional<String> provenance) {
        return new SimpleFile(
                name,
                "https://files.example/" + name,
                Map.of("sha256", sha256),
                OptionalLong.of(1),
                Optional.of(NOW.minusSeconds(daysAgo * 86_400L)),
                "",
                Optional.empty(),
                false,
                Optional.empty(),
                provenance);
    }
}
