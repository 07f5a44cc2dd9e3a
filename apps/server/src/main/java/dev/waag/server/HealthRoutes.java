package dev.waag.server;

import dev.waag.advisory.SourceInfo;
import dev.waag.core.Durations;
import dev.waag.core.Secrets;
import dev.waag.feeds.Advisories;
import dev.waag.index.IndexGate;
import dev.waag.index.UpstreamHealth;
import dev.waag.keys.KeyService;
import dev.waag.store.Blobs;
import dev.waag.store.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /health/live} and {@code /health/ready}: the latter with the state of upstreams, advisories, ledger and cache. */
final class HealthRoutes {
    private final IndexGate gate;
    private final Ledger ledger;
    private final Blobs blobs;
    private final KeyService keys;
    private final Witnesses witnesses;
    private final AdvisoryFeed advisories;
    private final RootFile trustedRoot;
    private final InstantSource clock;

    HealthRoutes(
            IndexGate gate,
            Ledger ledger,
            Blobs blobs,
            KeyService keys,
            Witnesses witnesses,
            AdvisoryFeed advisories,
            RootFile trustedRoot,
            InstantSource clock) {
        this.witnesses = witnesses;
        this.keys = keys;
        this.gate = gate;
        this.ledger = ledger;
        this.blobs = blobs;
        this.advisories = advisories;
        this.trustedRoot = trustedRoot;
        this.clock = clock;
    }

    void handle(Exchange x) {
        switch (x.path()) {
            case "/health/live" -> x.json(200, Map.of("status", "live"));
            case "/health/ready" -> ready(x);
            default -> x.problem(404, "Not Found", "there are /health/live and /health/ready");
        }
    }

    /** A dead upstream does not make the gate unready: what is known is still served. A ledger that cannot be written does. */
    private void ready(Exchange x) {
        Instant now = clock.instant();
        boolean broken = ledger.trouble().isPresent();
        List<Map<String, Object>> upstreams = new ArrayList<>();
        boolean failing = false;
        for (UpstreamHealth.State s : gate.health().states().values()) {
            Map<String, Object> u = new LinkedHashMap<>();
            u.put("url", Secrets.mask(s.upstream()));
            u.put("answering", s.failingSince().isEmpty());
            u.put("last_answer", s.lastAnswer().map(Instant::toString).orElse(null));
            s.failingSince().ifPresent(t -> {
                u.put("failing_since", t.toString());
                u.put("reason", s.reason());
            });
            failing |= s.failingSince().isPresent();
            upstreams.add(u);
        }
        Map<String, Object> known = advisories(now);
        failing |= List.of("awaited", "stale").contains(known.get("state")) || known.containsKey("trouble");
        List<String> ending = keys.warnings();
        failing |= !ending.isEmpty();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", broken ? "not-ready" : failing ? "degraded" : "ready");
        body.put("upstreams", upstreams);
        body.put("advisories", known);
        gate.oldestStale().ifPresent(t -> {
            body.put("oldest_page", t.toString());
            body.put("oldest_page_age", Durations.words(Duration.between(t, now)));
        });
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("size", ledger.size());
        ledger.trouble().ifPresent(t -> log.put("trouble", t));
        List<Map<String, Object>> cosigning = witnesses.states();
        if (!cosigning.isEmpty()) {
            log.put("witnesses", cosigning);
        }
        body.put("ledger", log);
        body.put("file_cache", Map.of("bytes", blobs.total(), "limit", blobs.limit()));
        body.put(
                "keys",
                Map.of(
                        "root_version",
                        keys.root().version(),
                        "root_expires",
                        keys.root().expires().toString(),
                        "warnings",
                        ending));
        body.put("trusted_root", trustedRoot.fields(now));
        x.json(broken ? 503 : 200, body);
    }

    /** Advisories that are old, or still to come, do not make the gate unready either: it judges by what it has. */
    private Map<String, Object> advisories(Instant now) {
        if (!advisories.configured()) {
            return Map.of("state", "none");
        }
        Map<String, Object> known = new LinkedHashMap<>();
        Optional<Advisories> current = advisories.current();
        String state = current.isEmpty() ? "awaited" : advisories.stale(now).isEmpty() ? "current" : "stale";
        known.put("state", state);
        if (current.isPresent()) {
            known.put("id", current.get().id());
            known.put(
                    "sources",
                    current.get().index().sources().stream()
                            .map(s -> source(s, now))
                            .toList());
        }
        advisories.trouble().ifPresent(t -> known.put("trouble", t));
        return known;
    }

    private static Map<String, Object> source(SourceInfo s, Instant now) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("source", s.name());
        source.put("records", s.records());
        s.asOf().ifPresent(t -> {
            source.put("as_of", t.toString());
            source.put("age", Durations.words(Duration.between(t, now)));
        });
        return source;
    }
}
