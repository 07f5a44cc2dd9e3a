package dev.waag.server;

import dev.waag.alert.Alerts;
import dev.waag.index.IndexGate;
import dev.waag.index.Snapshots;
import dev.waag.judge.Judge;
import dev.waag.release.PolicyChanges;
import dev.waag.release.ReleaseGate;
import dev.waag.store.Blobs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What shows packages and takes them in: the index, its channels and snapshots, uploads and what becomes of them.
 *
 * @param pages the index, and each channel as an index of its own
 */
record PackageRoutes(
        List<SimpleRoutes> pages,
        SnapshotRoutes snapshots,
        PolicyRoutes policies,
        UploadRoute upload,
        ReleaseRoutes releases,
        RecallRoutes recalls) {
    static PackageRoutes of(
            IndexGate index,
            ReleaseGate gate,
            Snapshots snapshots,
            PolicyChanges changes,
            Judge judge,
            Blobs blobs,
            Alerts alerts,
            InstantSource clock) {
        List<SimpleRoutes> pages = new ArrayList<>();
        pages.add(new SimpleRoutes(index, gate.channels().getLast()));
        gate.channels().forEach(channel -> pages.add(SimpleRoutes.of(index, channel)));
        return new PackageRoutes(
                pages,
                new SnapshotRoutes(snapshots),
                new PolicyRoutes(changes, judge),
                new UploadRoute(gate, blobs),
                new ReleaseRoutes(gate),
                new RecallRoutes(gate, alerts, clock));
    }
}
