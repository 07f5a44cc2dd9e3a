package dev.waag.server;

import dev.waag.advisory.SourceInfo;
import dev.waag.core.Secrets;
import dev.waag.index.Counts.Event;
import dev.waag.index.IndexGate;
import dev.waag.store.Blobs;
import dev.waag.store.Ledger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /metrics}: counts and levels for Prometheus. Where something cannot be read, its samples are left out. */
final class MetricsRoute {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRoute.class);

    private final IndexGate gate;
    private final Ledger ledger;
    private final Blobs blobs;
    private final AdvisoryFeed advisories;
    private final Answers answers;
    private final InstantSource clock;

    MetricsRoute(
            IndexGate gate, Ledger ledger, Blobs blobs, AdvisoryFeed advisories, Answers answers, InstantSource clock) {
        this.gate = gate;
        this.ledger = ledger;
        this.blobs = blobs;
        this.advisories = advisories;
        this.answers = answers;
        this.clock = clock;
    }

    void handle(Exchange x) {
        MetricsText text = new MetricsText();
        answers(text);
        gate(text);
        upstreams(text);
        ledger(text);
        advisories(text);
        text.single("waag_file_cache_bytes", "Bytes in the file cache.", blobs.total());
        text.single("waag_file_cache_limit_bytes", "Bytes that the file cache may hold.", blobs.limit());
        x.fields().put(Exchange.NO_STORE);
        x.send(200, MetricsText.CONTENT_TYPE, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void answers(MetricsText text) {
        String name = "waag_http_requests_total";
        text.metric(name, "Requests answered, by route and class of status.");
        answers.each((route, status, count) -> {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("route", route);
            labels.put("status", status);
            text.sample(name, labels, count);
        });
        text.single("waag_http_response_bytes_total", "Bytes of bodies served.", answers.bytes());
    }

    private void gate(MetricsText text) {
        events(
                text,
                "waag_pages_total",
                "Project pages served: fresh, or stale because the upstream could not be asked.",
                Map.of("fresh", Event.PAGE_FRESH, "stale", Event.PAGE_STALE));
        events(
                text,
                "waag_page_renewals_total",
                "Project pages that an upstream was asked for, by its answer.",
                Map.of(
                        "changed", Event.RENEWAL_CHANGED,
                        "unchanged", Event.RENEWAL_UNCHANGED,
                        "absent", Event.RENEWAL_ABSENT,
                        "failed", Event.RENEWAL_FAILED));
        events(
                text,
                "waag_files_total",
                "Files asked for: warm from the cache, cold from an upstream, refused by policy, absent, unavailable.",
                Map.of(
                        "warm", Event.FILE_WARM,
                        "cold", Event.FILE_COLD,
                        "refused", Event.FILE_REFUSED,
                        "absent", Event.FILE_ABSENT,
                        "unavailable", Event.FILE_UNAVAILABLE));
        text.single(
                "waag_download_failures_total",
                "Files that an upstream did not give, or gave with other bytes than promised.",
                gate.counts().of(Event.DOWNLOAD_FAILED));
        text.single(
                "waag_downloads_unrecorded",
                "Downloads that are not in the ledger yet; they are within a second.",
                gate.deliveries().queued());
    }

    private void events(MetricsText text, String name, String help, Map<String, Event> results) {
        text.metric(name, help);
        new TreeMap<>(results)
                .forEach((result, event) -> text.sample(
                        name, Map.of("result", result), gate.counts().of(event)));
    }

    private void upstreams(MetricsText text) {
        String name = "waag_upstream_up";
        text.metric(name, "Whether an upstream answered when it was last asked for a page.");
        new TreeMap<>(gate.health().states())
                .forEach((upstream, state) -> text.sample(
                        name,
                        Map.of("upstream", Secrets.mask(upstream)),
                        state.failingSince().isEmpty() ? 1 : 0));
    }

    private void advisories(MetricsText text) {
        if (!advisories.configured()) {
            return;
        }
        Instant now = clock.instant();
        List<SourceInfo> sources =
                advisories.current().map(a -> a.index().sources()).orElse(List.of());
        text.single("waag_advisories_up", "Whether advisories are in force.", sources.isEmpty() ? 0 : 1);
        String records = "waag_advisories_records";
        text.metric(records, "Advisories in force, by the source that they came from.");
        sources.forEach(s -> text.sample(records, Map.of("source", s.name()), s.records()));
        String age = "waag_advisories_age_seconds";
        text.metric(age, "The age of what a source knows.");
        sources.forEach(s -> s.asOf()
                .ifPresent(t -> text.sample(
                        age,
                        Map.of("source", s.name()),
                        Duration.between(t, now).toSeconds())));
    }

    private void ledger(MetricsText text) {
        text.single("waag_ledger_entries", "Entries that the newest checkpoint covers.", ledger.size());
        text.single(
                "waag_ledger_up",
                "Whether entries could be published when that was last tried.",
                ledger.trouble().isEmpty() ? 1 : 0);
        try {
            long unpublished = ledger.unpublished();
            text.single(
                    "waag_ledger_unpublished_entries", "Durable entries that no checkpoint covers yet.", unpublished);
        } catch (SQLException e) {
            LOG.warn("the unpublished entries of the ledger cannot be counted: {}", e.getMessage());
        }
    }
}
