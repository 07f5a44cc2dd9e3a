package dev.waag.lock;

import dev.waag.lock.SyncResult.Reason;
import dev.waag.python.Marker;
import dev.waag.python.PartialEnvironment;
import dev.waag.python.ProjectName;
import dev.waag.python.RequirementException;
import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether every direct requirement has a pin that fits it, for locks that say nothing about their manifest; and the explanation of a hash that differs. */
final class PinSync {
    private final Map<ProjectName, List<Pin>> pins = new HashMap<>();
    private final PartialEnvironment target;

    PinSync(LockFile lock, PartialEnvironment target) {
        this.target = target;
        for (List<Pin> some : List.of(lock.pins(), lock.folders())) {
            for (Pin pin : some) {
                pins.computeIfAbsent(pin.name(), n -> new ArrayList<>(1)).add(pin);
            }
        }
    }

    /** What is missing or does not fit; a requirement that does not hold in the target, or may not, needs no pin. */
    List<Reason> missing(List<Direct> requirements) throws LockException {
        List<Reason> reasons = new ArrayList<>();
        for (Direct direct : requirements) {
            Optional<String> fault = fault(direct);
            if (fault.isPresent()) {
                reasons.add(new Reason(
                        direct.place(), Optional.of(direct.requirement().name()), fault.get()));
            }
        }
        return reasons;
    }

    private Optional<String> fault(Direct direct) throws LockException {
        String asked = direct.requirement().toString();
        List<Pin> same = pins.getOrDefault(direct.requirement().name(), List.of());
        if (same.isEmpty()) {
            return isCertain(direct) ? Optional.of(asked + " is not in the lock") : Optional.empty();
        }
        String found = "";
        for (Pin pin : same) {
            if (fits(direct, pin)) {
                return Optional.empty();
            }
            found += (found.isEmpty() ? "" : ", ")
                    + pin.version().orElse(pin.source().location());
        }
        return holds(direct).equals(Optional.of(false))
                ? Optional.empty()
                : Optional.of("the lock has " + found + " for " + asked);
    }

    private static boolean fits(Direct direct, Pin pin) {
        boolean byIndex = direct.source().kind() == PinSource.Kind.INDEX;
        if (byIndex != (pin.source().kind() == PinSource.Kind.INDEX)) {
            // A requirement by version may be met from elsewhere, by a setting of the tool; one by URL may not be met
            // by an index.
            return byIndex && pin.version().isEmpty();
        }
        if (!byIndex) {
            return true;
        }
        Optional<Version> version =
                pin.version().isPresent() ? Version.parse(pin.version().get()) : Optional.empty();
        return version.isEmpty() || direct.allows(version.get());
    }

    private boolean isCertain(Direct direct) throws LockException {
        return holds(direct).equals(Optional.of(true));
    }

    /** Whether the requirement's marker is true in the target; empty where that is not known. */
    private Optional<Boolean> holds(Direct direct) throws LockException {
        Optional<Marker> marker = direct.requirement().marker();
        if (marker.isEmpty()) {
            return Optional.of(true);
        }
        try {
            return marker.get().evaluate(target, Set.of());
        } catch (RequirementException e) {
            throw new LockException(
                    direct.place().file(), direct.place().line(), 1, "a marker without meaning: " + e.getMessage());
        }
    }
}
