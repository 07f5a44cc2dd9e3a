package dev.waag.check;

import dev.waag.lock.PinSource;
import dev.waag.python.PreReleases;
import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import dev.waag.python.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Chooses for several pins of one lock at once, so that what each release requires of the others holds: the lowest candidates, and no more
 * pins than have to move.
 */
final class Together {
    /** How many pins without a finding may move for the others' sake, and how far one is followed. */
    private static final int COMPANIONS = 3;

    private static final int DEPTH = 8;
    private static final int TRIES = 2000;

    /** What a release needs: of which project which versions; empty where that is not known. */
    interface Needs {
        Optional<List<Requirement>> of(Item item, Optional<Candidate> candidate);

        /** Whether a pin that does not move may need one of these, so that it must be looked at. */
        boolean mayNeed(Item item, Set<ProjectName> moving);
    }

    /**
     * @param chosen each pin that moves, with where to
     * @param why for those that were to move and cannot, the reason
     */
    record Choice(Map<Item, Candidate> chosen, Map<Item, String> why) {}

    private final List<Item> pins;
    private final Needs needs;
    private final Function<Item, Candidates> further;
    private String conflict = "";
    private final Set<Item> inTheWay = new LinkedHashSet<>();
    private int tries;

    /** @param further the candidates of a pin that has no finding itself */
    Together(List<Item> pins, Needs needs, Function<Item, Candidates> further) {
        this.pins = pins;
        this.needs = needs;
        this.further = further;
    }

    Choice choose(List<Candidates> wanted) {
        Optional<Map<Item, Candidate>> all = solve(wanted);
        if (all.isPresent()) {
            return new Choice(all.get(), Map.of());
        }
        Map<Item, String> why = new LinkedHashMap<>();
        List<Candidates> possible = new ArrayList<>();
        Map<Item, Candidate> best = Map.of();
        for (Candidates one : wanted) {
            List<Candidates> more = new ArrayList<>(possible);
            more.add(one);
            Optional<Map<Item, Candidate>> solved = solve(more);
            if (solved.isPresent()) {
                best = solved.get();
                possible = more;
            } else {
                why.put(one.item(), conflict);
            }
        }
        return new Choice(best, why);
    }

    /** Breadth first over the pins that have to come along, so that the fewest move. */
    private Optional<Map<Item, Candidate>> solve(List<Candidates> wanted) {
        tries = 0;
        ArrayDeque<List<Candidates>> queue = new ArrayDeque<>();
        Set<Set<Item>> seen = new HashSet<>();
        queue.add(wanted);
        String first = "";
        while (!queue.isEmpty()) {
            List<Candidates> moving = queue.remove();
            inTheWay.clear();
            conflict = "";
            Map<Item, Candidate> chosen = new LinkedHashMap<>();
            if (deepen(moving, 0, chosen)) {
                return Optional.of(chosen);
            }
            first = first.isEmpty() ? conflict : first;
            if (moving.size() < wanted.size() + COMPANIONS) {
                for (Item item : List.copyOf(inTheWay)) {
                    List<Candidates> more = new ArrayList<>(moving);
                    more.add(further.apply(item));
                    Set<Item> items = new HashSet<>();
                    more.forEach(c -> items.add(c.item()));
                    if (seen.add(items)) {
                        queue.add(more);
                    }
                }
            }
        }
        conflict = first;
        return Optional.empty();
    }

    private boolean deepen(List<Candidates> moving, int at, Map<Item, Candidate> chosen) {
        if (at == moving.size()) {
            return true;
        }
        Candidates candidates = moving.get(at);
        for (int rank = 0; rank < DEPTH && tries < TRIES; rank++) {
            tries++;
            Optional<Candidate> candidate = candidates.at(rank);
            if (candidate.isEmpty()) {
                return false;
            }
            chosen.put(candidates.item(), candidate.get());
            if (fits(moving, at, chosen) && deepen(moving, at + 1, chosen)) {
                return true;
            }
            chosen.remove(candidates.item());
        }
        return false;
    }

    /** Whether the newest choice agrees with those before it and with the pins that stay. */
    private boolean fits(List<Candidates> moving, int at, Map<Item, Candidate> chosen) {
        Item newest = moving.get(at).item();
        Set<Item> undecided = new HashSet<>();
        moving.subList(at + 1, moving.size()).forEach(c -> undecided.add(c.item()));
        for (Requirement need :
                needs.of(newest, Optional.ofNullable(chosen.get(newest))).orElse(List.of())) {
            if (!met(newest, need, chosen, undecided)) {
                return false;
            }
        }
        for (Item pin : pins) {
            boolean looks = !pin.equals(newest)
                    && !undecided.contains(pin)
                    && pin.pinned()
                    && (chosen.containsKey(pin) || needs.mayNeed(pin, Set.of(newest.name())));
            List<Requirement> its =
                    looks ? needs.of(pin, Optional.ofNullable(chosen.get(pin))).orElse(List.of()) : List.of();
            for (Requirement need : its) {
                if (need.name().equals(newest.name()) && !met(pin, need, chosen, undecided)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean met(Item by, Requirement need, Map<Item, Candidate> chosen, Set<Item> undecided) {
        List<Item> there =
                pins.stream().filter(p -> p.name().equals(need.name())).toList();
        String asks = by.name() + " " + version(by, chosen) + " needs " + need.name() + need.specifiers();
        if (there.isEmpty()) {
            // what it needed before is not here either: then the lock leaves it out on purpose
            boolean before = needs.of(by, Optional.empty()).orElse(List.of()).stream()
                    .anyMatch(n -> n.name().equals(need.name()));
            conflict = before || !conflict.isEmpty() ? conflict : asks + ", which the lock does not have";
            return before || !chosen.containsKey(by);
        }
        boolean met = there.stream()
                .anyMatch(p -> undecided.contains(p)
                        || !p.pinned()
                        || p.source().kind() != PinSource.Kind.INDEX
                        || Version.parse(version(p, chosen))
                                .map(v -> need.specifiers().contains(v, PreReleases.ALLOWED))
                                .orElse(true));
        if (!met) {
            Item other = there.getFirst();
            conflict =
                    conflict.isEmpty() ? asks + ", and " + other.name() + " is at " + version(other, chosen) : conflict;
            (chosen.containsKey(other) ? List.<Item>of() : there).forEach(inTheWay::add);
            if (!chosen.containsKey(by)) {
                inTheWay.add(by);
            }
        }
        return met;
    }

    private static String version(Item item, Map<Item, Candidate> chosen) {
        Candidate candidate = chosen.get(item);
        return candidate == null ? item.version() : candidate.version();
    }
}
