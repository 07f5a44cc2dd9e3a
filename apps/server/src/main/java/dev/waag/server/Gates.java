package dev.waag.server;

import dev.waag.alert.Alerts;
import dev.waag.fetch.FetchLimits;
import dev.waag.index.IndexGate;
import dev.waag.index.IndexSettings;
import dev.waag.index.Snapshots;
import dev.waag.judge.Judge;
import dev.waag.receipt.ReceiptDesk;
import dev.waag.release.AdvisoryWatch;
import dev.waag.release.PolicyChanges;
import dev.waag.release.ReleaseGate;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The gates over the storage, and what they share. */
record Gates(
        Judge judge,
        PolicyChanges policies,
        IndexGate index,
        AdvisoryFeed advisories,
        RootFile trustedRoot,
        Alerts alerts,
        ReceiptDesk receipts,
        ReleaseGate releases,
        Snapshots snapshots) {
    /** @param upstream asked for the default upstream where the configuration names none */
    static Gates open(
            ServerConfig config,
            PolicyFile policy,
            Supplier<URI> upstream,
            Storage s,
            Identity identity,
            Outbound outbound,
            InstantSource clock,
            Opened opened)
            throws IOException, SQLException {
        PolicyChanges policies = new PolicyChanges(
                s.database(), s.ledger(), clock, config.release().twoPersonPolicy());
        Judge judge = Judge.open(s.database(), s.ledger(), clock, policies.initial(policy.current(), policy.text()));
        RootFile trustedRoot = RootFile.read(config.trustedRoot()).told(clock);
        FetchLimits limits = FetchLimits.DEFAULT;
        IndexSettings settings = new IndexSettings(
                config.upstream().orElseGet(upstream),
                config.routes(),
                config.claims(),
                config.release().channels(),
                config.refresh(),
                trustedRoot.root());
        IndexGate index = opened.add(new IndexGate(
                settings,
                outbound.to(upstreams(settings), limits),
                limits,
                s.database(),
                s.blobs(),
                judge,
                s.ledger(),
                clock));
        AdvisoryFeed advisories = opened.add(new AdvisoryFeed(
                config.advisories(),
                s.data().path("advisories"),
                feeds -> outbound.of(feeds.urls(), limits),
                judge,
                clock));
        Alerts alerts = opened.add(new Alerts(config.alerts(), outbound.environment(), clock));
        AdvisoryWatch watch = new AdvisoryWatch(s.database(), s.ledger(), judge, index, clock);
        advisories
                .whenChanged(new AdvisoryAlarm(watch, alerts, clock)::lookLater)
                .start();
        ReceiptDesk receipts = opened.add(ReceiptDesk.start(
                identity.accounts(), identity.publishers(), s.database(), s.ledger(), index, s.keys(), clock));
        ReleaseGate releases = opened.add(new ReleaseGate(
                config.release(),
                new SignedEvidence(s.keys(), config.release().stageKeys(), clock),
                settings.trustedRoot(),
                s.database(),
                s.ledger(),
                s.blobs(),
                judge,
                index,
                clock));
        Snapshots snapshots = new Snapshots(s.database(), s.ledger(), s.blobs(), judge, index, clock);
        return new Gates(judge, policies, index, advisories, trustedRoot, alerts, receipts, releases, snapshots);
    }

    private static List<URI> upstreams(IndexSettings settings) {
        return Stream.concat(
                        Stream.of(settings.upstream()),
                        settings.routes().stream().map(IndexSettings.Route::upstream))
                .toList();
    }
}
