package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.List;
import java.util.Optional;

/**
 * Whether a lock is in sync with its manifest.
 *
 * @param reasons what differs or keeps from telling, at least one unless in sync; for a lock in sync, remarks
 */
public record SyncResult(State state, List<Reason> reasons) {
    public enum State {
        IN_SYNC,
        DRIFTED,
        /** The lock or manifest does not say enough; the reasons tell what. */
        UNKNOWN
    }

    /**
     * One difference, or one thing that is not known.
     *
     * @param place in the manifest, or in the lock where the manifest has nothing to point at
     * @param project that it is about, if it is about one
     * @param sentence fit for people
     */
    public record Reason(Place place, Optional<ProjectName> project, String sentence) {}

    public SyncResult {
        reasons = List.copyOf(reasons);
    }

    static SyncResult inSync(List<Reason> remarks) {
        return new SyncResult(State.IN_SYNC, remarks);
    }

    static SyncResult drifted(List<Reason> reasons) {
        return new SyncResult(State.DRIFTED, reasons);
    }

    static SyncResult unknown(Place place, String sentence) {
        return new SyncResult(State.UNKNOWN, List.of(new Reason(place, Optional.empty(), sentence)));
    }
}
