package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Comments that excuse a finding: {@code # waag: ignore[rule] why}, on its line or anywhere in its step or in the {@code on:} block. Those
 * of zizmor count too, by the names that it has for the same thing.
 */
final class CiIgnores {
    private static final Pattern COMMENT = Pattern.compile("#\\s*(?:waag|zizmor):\\s*ignore\\[([\\w\\s,-]+)]");
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("unpinned-uses", "unpinned-action"),
            Map.entry("unpinned-images", "unpinned-action"),
            Map.entry("dangerous-triggers", "dangerous-trigger"),
            Map.entry("use-trusted-publishing", "long-lived-token"),
            Map.entry("adhoc-packages", "unhashed-install"),
            Map.entry("secrets-inherit", "secret-in-environment"),
            Map.entry("overprovisioned-secrets", "secret-in-environment"),
            Map.entry("hardcoded-container-credentials", "secret-in-environment"),
            Map.entry("secrets-outside-env", "publish-without-environment"));

    private record Range(int from, int to) {}

    private final CiFile file;
    private final List<Range> ranges = new ArrayList<>();

    CiIgnores(CiFile file) {
        this.file = file;
        if (file.lines().stream().anyMatch(l -> COMMENT.matcher(l).find())) {
            int on = file.root().lineOf("on");
            ranges.add(new Range(on, end(on)));
            file.jobs().forEach(j -> j.steps().forEach(s -> ranges.add(new Range(s.line(), end(s.line())))));
        }
    }

    /** The last line of the block that begins there: the next one that is indented no deeper begins another. */
    private int end(int line) {
        int depth = indent(file.lineText(line));
        int last = line;
        for (int i = line + 1; i <= file.lines().size(); i++) {
            String text = file.lineText(i);
            if (!text.isBlank() && indent(text) <= depth) {
                break;
            }
            last = i;
        }
        return last;
    }

    /** A step's own line begins with a dash, its keys stand deeper. */
    private static int indent(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    boolean covers(String rule, int line) {
        if (ranges.isEmpty()) {
            return false;
        }
        Set<Integer> lines = new HashSet<>(Set.of(line));
        for (Range r : ranges) {
            if (r.from() <= line && line <= r.to()) {
                for (int i = r.from(); i <= r.to(); i++) {
                    lines.add(i);
                }
            }
        }
        return lines.stream().anyMatch(i -> names(file.lineText(i)).contains(rule));
    }

    private static Set<String> names(String line) {
        Set<String> names = new HashSet<>();
        Matcher m = COMMENT.matcher(line);
        while (m.find()) {
            for (String name : m.group(1).strip().split("\\s*,\\s*")) {
                names.add(NAMES.getOrDefault(name, name));
            }
        }
        return names;
    }
}
