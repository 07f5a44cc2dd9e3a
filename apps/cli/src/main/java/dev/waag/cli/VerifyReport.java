package dev.waag.cli;

import dev.waag.attest.EvidenceCheck;
import dev.waag.attest.FileVerifier;
import dev.waag.core.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code waag verify} says.
 *
 * @param about checks that concern all files
 * @param files the checks of each file
 */
record VerifyReport(List<EvidenceCheck> about, Map<Path, List<EvidenceCheck>> files) {
    boolean verified() {
        return about.stream().noneMatch(EvidenceCheck::failed)
                && files.values().stream().allMatch(FileVerifier::verified);
    }

    private String verdict() {
        return verified() ? "verified" : "rejected";
    }

    String json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("schema", "waag-verify/1");
        json.put("verdict", verdict());
        ArrayNode checks = json.putArray("checks");
        about.forEach(check -> put(checks.addObject(), "", check));
        files.forEach((file, all) -> all.forEach(check -> put(checks.addObject(), file.toString(), check)));
        return Json.MAPPER.writeValueAsString(json) + "\n";
    }

    private static void put(ObjectNode to, String file, EvidenceCheck check) {
        to.put("check", check.check());
        to.put("result", check.result().text());
        to.put("detail", check.detail());
        if (!file.isEmpty()) {
            to.put("file", file);
        }
        if (!check.evidence().isEmpty()) {
            to.put("evidence", check.evidence());
        }
    }

    String text() {
        StringBuilder text = new StringBuilder();
        about.forEach(check -> line(text, check));
        files.forEach((file, all) -> {
            text.append(file).append('\n');
            all.forEach(check -> line(text, check));
        });
        return text.append(verdict()).append('\n').toString();
    }

    private static void line(StringBuilder text, EvidenceCheck check) {
        String result = switch (check.result()) {
            case PASS -> "pass";
            case FAIL -> "FAIL";
            case ABSENT -> "  - ";
        };
        text.append("  ")
                .append(result)
                .append("  ")
                .append(check.check())
                .append(": ")
                .append(plain(check.detail()));
        if (!check.evidence().isEmpty()) {
            text.append(" (").append(plain(check.evidence())).append(')');
        }
        text.append('\n');
    }

    /** What others wrote does not steer a terminal. */
    private static String plain(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
