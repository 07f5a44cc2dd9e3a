package dev.waag.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the release gate answers, for people. */
final class ReleaseText {
    private ReleaseText() {}

    static String of(String action, JsonNode answer) {
        return switch (action) {
            case "status" -> status(answer);
            case "evidence" -> evidence(answer);
            default -> step(action, answer);
        };
    }

    private static String evidence(JsonNode a) {
        StringBuilder text = new StringBuilder(a.path("project").asString(""))
                .append(" ")
                .append(a.path("version").asString(""));
        for (JsonNode file : a.path("files")) {
            text.append("\n  ").append(file.path("filename").asString(""));
            for (JsonNode e : file.path("evidence")) {
                text.append("\n    ")
                        .append(e.path("kind").asString(""))
                        .append(", ")
                        .append(e.path("size").asLong(0))
                        .append(" bytes, sha256 ")
                        .append(e.path("sha256").asString(""))
                        .append(", ledger entry ")
                        .append(e.path("ledger_index").asLong(-1));
            }
            text.append(file.path("evidence").isEmpty() ? "\n    nothing came with it" : "");
        }
        return text.toString();
    }

    private static String step(String action, JsonNode a) {
        String release =
                a.path("project").asString("") + " " + a.path("version").asString("");
        String where = a.path("channel").asString("");
        boolean changed = a.path("changed").asBoolean(true);
        StringBuilder text = new StringBuilder();
        switch (action) {
            case "stage" ->
                text.append(release)
                        .append(changed ? " is staged in " : " was staged already in ")
                        .append(where);
            case "attach" -> {
                text.append("the links are with ").append(release).append(changed ? "" : " already");
                unmet(text, a, "  not met yet, ");
            }
            case "approve" -> approved(text, release, a, changed);
            case "promote" ->
                text.append(release)
                        .append(changed ? " is in " : " was already in ")
                        .append(where);
            case "rollback" ->
                text.append(where)
                        .append(" of ")
                        .append(a.path("project").asString(""))
                        .append(" is back from ")
                        .append(a.path("from").asString(""))
                        .append(" to ")
                        .append(a.path("to").asString(""));
            default ->
                text.append(release.strip()).append(": ").append(a.path("state").asString(action));
        }
        return text.toString();
    }

    private static void approved(StringBuilder text, String release, JsonNode a, boolean changed) {
        text.append(release)
                .append(changed ? " is approved" : " was approved by you already")
                .append(": ")
                .append(a.path("approvals").size())
                .append(" of ")
                .append(a.path("needed").asInt(0));
        JsonNode changes = a.path("changes");
        String since = changes.path("since").asString("");
        text.append("\n  compared with ").append(since.isEmpty() ? "nothing released yet" : since);
        changes.path("files")
                .forEach(f -> text.append("\n  file ")
                        .append(f.path("filename").asString(""))
                        .append(" sha256 ")
                        .append(f.path("sha256").asString("")));
        list(text, "needs now", changes.path("dependencies_added"));
        list(text, "needs no longer", changes.path("dependencies_removed"));
        list(text, "published by", changes.path("publishers"));
        list(text, "capabilities now", changes.path("capabilities_added"));
        unmet(text, a, "  not met yet, ");
    }

    /** What still keeps the release from the next channel. */
    private static void unmet(StringBuilder text, JsonNode a, String words) {
        a.path("unmet")
                .forEach(f -> text.append('\n')
                        .append(words)
                        .append(f.path("rule").asString(""))
                        .append(": ")
                        .append(f.path("message").asString(""))
                        .append(
                                f.path("help").asString("").isEmpty()
                                        ? ""
                                        : " (" + f.path("help").asString("") + ")"));
    }

    private static void list(StringBuilder text, String what, JsonNode all) {
        List<String> words = new ArrayList<>();
        all.forEach(n -> words.add(n.asString("")));
        if (!words.isEmpty()) {
            text.append("\n  ").append(what).append(": ").append(String.join(", ", words));
        }
    }

    private static String status(JsonNode a) {
        StringBuilder text = new StringBuilder(a.path("project").asString(""))
                .append(": ")
                .append(a.path("status").asString(""));
        String reason = a.path("status_reason").asString("");
        text.append(reason.isEmpty() ? "" : " (" + reason + ")");
        a.path("channels")
                .forEach(c -> text.append("\n  channel ")
                        .append(c.path("channel").asString(""))
                        .append(": ")
                        .append(
                                c.path("release").asString("").isEmpty()
                                        ? "nothing"
                                        : c.path("release").asString("")));
        a.path("releases").forEach(r -> {
            text.append("\n  ")
                    .append(r.path("version").asString(""))
                    .append(" ")
                    .append(r.path("state").asString(""));
            list(text, "  approved by", r.path("approvals"));
            unmet(text, r, "    not met yet for " + r.path("next").asString("") + ", ");
        });
        text.append("\n  history");
        a.path("history")
                .forEach(m -> text.append("\n    ")
                        .append(m.path("at").asString(""))
                        .append(" ")
                        .append(m.path("action").asString(""))
                        .append(" ")
                        .append(m.path("version").asString(""))
                        .append(" in ")
                        .append(m.path("channel").asString(""))
                        .append(" by ")
                        .append(m.path("actor").asString("")));
        return text.toString();
    }
}
