package dev.waag.release;

import dev.waag.python.PreReleases;
import dev.waag.python.ProjectName;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifiers;
import dev.waag.python.Version;
import dev.waag.release.Affected.Release;
import dev.waag.store.Deliveries;
import dev.waag.store.Hosted;
import dev.waag.store.Inputs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far releases reached: who got them, and which releases that are published here rest on them, directly or through others.
 *
 * @param downloads of the releases themselves
 * @param releases that are published here and are concerned, each with how
 */
record Reach(List<Deliveries.Delivery> downloads, Map<Release, Concern> releases) {
    /**
     * How a release is concerned.
     *
     * @param how {@code recalled}, {@code requires}, {@code sbom} or {@code provenance}
     * @param on the release that it rests on
     * @param certain false where its requirement only allows that one among others
     */
    record Concern(String how, Release on, boolean certain) {}

    /** How often files of the releases were given. */
    long given() {
        return downloads.stream().mapToLong(Deliveries.Delivery::count).sum();
    }

    /** What the files of a release are, so that an input is also known by its digest. */
    static Reach of(Connection c, List<Release> recalled) throws SQLException {
        List<Deliveries.Delivery> downloads = new ArrayList<>();
        Map<Release, Concern> concerned = new LinkedHashMap<>();
        Deque<Release> open = new ArrayDeque<>();
        for (Release r : recalled) {
            for (Deliveries.Delivery d : Deliveries.of(c, r.project())) {
                if (same(d.version(), r.version())) {
                    downloads.add(d);
                }
            }
            if (!Hosted.files(c, r.project(), r.version()).isEmpty()) {
                concerned.put(r, new Concern("recalled", r, true));
            }
            open.add(r);
        }
        Set<ProjectName> needed = Set.copyOf(Inputs.all(c)); // of most projects nothing here is made
        while (!open.isEmpty()) {
            Release on = open.poll();
            if (!needed.contains(on.project())) {
                continue;
            }
            Map<String, Optional<Boolean>> ranges = new HashMap<>(); // most say the same
            for (Inputs.User user : Inputs.users(c, on.project())) {
                Optional<Boolean> certain = uses(user.input(), on, ranges);
                Release r = new Release(user.project(), user.version());
                if (certain.isEmpty() || r.equals(on)) {
                    continue;
                }
                Concern before = concerned.get(r);
                if (before == null || certain.get() && !before.certain()) {
                    concerned.put(r, new Concern(user.input().source(), on, certain.get()));
                    if (certain.get()) {
                        open.add(r);
                    }
                }
            }
        }
        return new Reach(downloads, concerned);
    }

    /** Whether an input is that release: certainly, possibly (false), or not at all (empty). */
    private static Optional<Boolean> uses(Inputs.Input input, Release release, Map<String, Optional<Boolean>> ranges) {
        if (!input.version().isEmpty()) {
            return same(input.version(), release.version()) ? Optional.of(true) : Optional.empty();
        }
        return ranges.computeIfAbsent(input.range(), range -> allows(range, release));
    }

    private static Optional<Boolean> allows(String range, Release release) {
        try {
            return Specifiers.parse(range).contains(release.version(), PreReleases.ALLOWED)
                    ? Optional.of(false)
                    : Optional.empty();
        } catch (RequirementException e) {
            return Optional.of(false); // what it says is not understood, so it may be meant
        }
    }

    static boolean same(String a, String b) {
        return a.equals(b) || Version.parse(a).isPresent() && Version.parse(a).equals(Version.parse(b));
    }

    /** The releases that are certainly concerned. */
    Set<Release> certain() {
        Set<Release> all = new LinkedHashSet<>();
        releases.forEach((r, concern) -> {
            if (concern.certain()) {
                all.add(r);
            }
        });
        return all;
    }
}
