package dev.waag.doctor;

import java.util.List;
import java.util.Optional;

/** What follows from all settings together: a client that is told of no index uses its built-in one; several indexes contradict. */
final class Defaults {
    private Defaults() {}

    static void examine(Judge judge, RequirementsFiles requirements) {
        judge.gate().ifPresent(gate -> {
            pip(judge, requirements, gate);
            uv(judge, gate);
        });
        if (judge.gate().isEmpty()) {
            several(judge, Client.PIP);
            several(judge, Client.UV);
        }
    }

    /** pip is taken to be in use where there are requirements files, or no sign of another client. */
    private static void pip(Judge judge, RequirementsFiles requirements, GateUrl gate) {
        boolean set = judge.sightings().stream()
                .anyMatch(s -> s.client() == Client.PIP
                        && s.replaces()
                        && s.where().source().reach() == Source.Reach.MACHINE);
        Optional<String> uncovered = requirements.withoutIndex();
        boolean otherClient = !judge.evidence().isEmpty()
                || judge.sightings().stream()
                        .anyMatch(s ->
                                s.client() != Client.PIP && s.where().source().reach() == Source.Reach.MACHINE);
        if (set || (uncovered.isEmpty() && (otherClient || !requirements.isEmpty()))) {
            return;
        }
        Where where =
                new Source(Source.ENVIRONMENT, Source.Reach.MACHINE).at(0, "PIP_INDEX_URL", Source.Style.VARIABLE);
        judge.find(
                "index-url",
                Client.PIP,
                where,
                "no index is set for pip"
                        + uncovered.map(f -> ", nor in " + Shown.plain(f)).orElse("")
                        + ", so it uses its built-in public index",
                "run `pip config set global.index-url " + gate.simple() + "`, or " + where.replace(gate.simple()));
    }

    private static void uv(Judge judge, GateUrl gate) {
        List<Judge.Sighting> indexes =
                judge.sightings().stream().filter(s -> s.client() == Client.UV).toList();
        for (Judge.Evidence used : judge.evidence()) {
            Source project = used.where().source();
            boolean set = indexes.stream()
                    .anyMatch(s -> s.replaces() && s.where().source().covers(project));
            if (used.client() != Client.UV || set) {
                continue;
            }
            Optional<Judge.Sighting> beside = indexes.stream()
                    .filter(s -> s.gate() && s.where().source().equals(project))
                    .findFirst();
            Where where = beside.map(Judge.Sighting::where).orElse(used.where());
            judge.find(
                    "default-index",
                    Client.UV,
                    where,
                    beside.isPresent()
                            ? "the gate stands beside uv's built-in public index, which is asked for what the gate does not have"
                            : "no default index is set for uv (it does not read pip's), so it uses its built-in public index",
                    beside.isPresent()
                            ? "add `default = true` to this index"
                            : "add to " + project.place() + ": " + table(used.where()) + " with url = \""
                                    + gate.simple() + "\", default = true; or export UV_DEFAULT_INDEX="
                                    + gate.simple());
        }
    }

    private static String table(Where used) {
        return used.spelling().startsWith("[") ? "[[tool.uv.index]]" : "[[index]]";
    }

    /** Without a gate to compare with, two different addresses for one client cannot both be it. */
    private static void several(Judge judge, Client client) {
        List<Judge.Sighting> known = judge.sightings().stream()
                .filter(s -> s.client() == client && !Variables.isUnknown(s.url()))
                .toList();
        if (known.isEmpty()) {
            return;
        }
        Judge.Sighting first = known.getFirst();
        for (Judge.Sighting other : known) {
            if (!GateUrl.equal(other.url(), first.url())) {
                judge.find(
                        other.replaces() ? "index-url" : "index",
                        client,
                        other.where(),
                        client.text() + " is told of " + other.shown() + " here, and of "
                                + first.shown() + " by "
                                + first.where().at(),
                        "keep one index, the gate, and " + other.where().remove());
            }
        }
    }
}
