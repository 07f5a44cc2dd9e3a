package dev.waag.lock;

import dev.waag.python.Marker;
import dev.waag.python.PreReleases;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifier;
import dev.waag.python.Specifiers;
import dev.waag.python.Version;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Markers and specifiers out of nodes. */
final class UvMarkers {
    private UvMarkers() {}

    static MarkerLogic logic(Node marker) throws LockException {
        try {
            return MarkerLogic.of(Marker.parse(marker.text()));
        } catch (RequirementException e) {
            throw marker.wrong("not a marker: " + e.getMessage());
        }
    }

    /** Whether two sets have the same bounds, tried at all versions that can make a difference; versions taken out with {@code !=} do not count. */
    static boolean samePythons(Specifiers a, Specifiers b) {
        Set<Version> named = new LinkedHashSet<>();
        for (Specifiers some : List.of(a, b)) {
            for (Specifier specifier : some.members()) {
                String text = specifier.version();
                Version.parse(text.endsWith(".*") ? text.substring(0, text.length() - 2) : text)
                        .ifPresent(named::add);
            }
        }
        for (String python : MarkerComparison.pythonsAround(named)) {
            Version version = Version.parse(python).orElseThrow();
            if (bounds(a, version) != bounds(b, version)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bounds(Specifiers specifiers, Version version) {
        for (Specifier specifier : specifiers.members()) {
            if (!specifier.operator().equals("!=")) {
                try {
                    if (!Specifiers.parse(specifier.toString()).contains(version, PreReleases.ALLOWED)) {
                        return false;
                    }
                } catch (RequirementException e) {
                    throw new IllegalStateException("what was parsed prints as it was", e);
                }
            }
        }
        return true;
    }

    static Specifiers specifiers(Node text) throws LockException {
        try {
            return Specifiers.parse(text.text());
        } catch (RequirementException e) {
            throw text.wrong("not version specifiers: " + e.getMessage());
        }
    }
}
