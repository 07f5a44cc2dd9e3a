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
import java.util.Set;

/** What shows packages and takes them in: the index, its channels and snapshots, uploads and what becomes of them. */
final class PackageRoutes {
    private static final Set<String> ALL = Set.of("GET", "HEAD", "POST");

    private final IndexGate index;
    private final ReleaseGate gate;
    private final SnapshotRoutes snapshots;
    private final PolicyRoutes policies;
    private final UploadRoute upload;
    private final ReleaseRoutes releases;
    private final RecallRoutes recalls;

    PackageRoutes(
            IndexGate index,
            ReleaseGate gate,
            Snapshots snapshots,
            PolicyChanges changes,
            Judge judge,
            Blobs blobs,
            Alerts alerts,
            InstantSource clock) {
        this.index = index;
        this.gate = gate;
        this.snapshots = new SnapshotRoutes(snapshots);
        this.policies = new PolicyRoutes(changes, judge);
        this.upload = new UploadRoute(gate, blobs);
        this.releases = new ReleaseRoutes(gate);
        this.recalls = new RecallRoutes(gate, alerts, clock);
    }

    /** Where a gate asks who may do something itself, whoever has a valid credential comes through to it. */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        simple(routes, new SimpleRoutes(index, gate.channels().getLast()));
        for (String channel : gate.channels()) {
            simple(routes, SimpleRoutes.of(index, channel));
        }
        routes.add(new Route(SnapshotRoutes.PAGES, Route.GET, Route.Access.READ, snapshots::pages));
        routes.add(new Route(UploadRoute.PATH, Set.of("POST"), Route.Access.KNOWN, upload::handle));
        routes.add(new Route(ReleaseRoutes.PREFIX, ALL, Route.Access.KNOWN, releases::handle));
        routes.add(new Route(RecallRoutes.PATH, Set.of("POST"), Route.Access.KNOWN, recalls::handle));
        routes.add(new Route(SnapshotRoutes.API, ALL, Route.Access.KNOWN, snapshots::api));
        routes.add(new Route(SnapshotRoutes.API + "/", Route.GET, Route.Access.KNOWN, snapshots::api));
        routes.add(new Route(PolicyRoutes.PATH, ALL, Route.Access.KNOWN, policies::handle));
        routes.add(new Route(PolicyRoutes.PATH + "/", Set.of("POST"), Route.Access.KNOWN, policies::handle));
        return routes;
    }

    private static void simple(List<Route> routes, SimpleRoutes pages) {
        routes.add(new Route(pages.top(), Route.GET, Route.Access.READ, pages::handle, pages::fast));
    }
}
