package dev.waag.doctor;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Requirements files and the files that they include. */
final class RequirementsFiles {
    /** Line ends as Python's {@code str.splitlines}, which pip uses: an option cannot hide behind an odd one. */
    private static boolean endsLine(char c) {
        return c >= '\n' && c <= '\r'
                || c >= '\u001C' && c <= '\u001E'
                || c == '\u0085'
                || c == '\u2028'
                || c == '\u2029';
    }

    private static String[] split(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (endsLine(text.charAt(i))) {
                lines.add(text.substring(start, i));
                i += text.startsWith("\r\n", i) ? 1 : 0;
                start = i + 1;
            }
        }
        lines.add(text.substring(start));
        return lines.toArray(new String[0]);
    }

    private final TextFiles files;
    private final Places places;
    private final Judge judge;
    private final Map<String, Set<String>> includes = new HashMap<>();
    private final Set<String> roots = new TreeSet<>();

    RequirementsFiles(TextFiles files, Places places, Judge judge) {
        this.files = files;
        this.places = places;
        this.judge = judge;
    }

    /** Examines the file and whatever it includes, once each. */
    void examine(Path file) {
        roots.add(places.name(file));
        Deque<Path> open = new ArrayDeque<>(List.of(file));
        while (!open.isEmpty()) {
            Path next = open.pop();
            String place = places.name(next);
            if (includes.containsKey(place)) {
                continue;
            }
            includes.put(place, new HashSet<>());
            files.read(next, place).ifPresent(text -> lines(text, next, place, open));
        }
    }

    private void lines(String text, Path file, String place, Deque<Path> open) {
        Source source = new Source(place, Source.Reach.FILE);
        for (Words.Logical line : Words.join(split(text), 1)) {
            for (RequirementLine.Included i :
                    RequirementLine.judge(line, Client.PIP, source, judge).included()) {
                Optional<Path> target = places.beside(file, i.path());
                if (target.isEmpty()) {
                    judge.unreadable(place + ":" + i.line(), "the file that it includes is not a path");
                    continue;
                }
                includes.getOrDefault(place, Set.of()).add(places.name(target.get()));
                open.add(target.get());
            }
        }
    }

    boolean isEmpty() {
        return roots.isEmpty();
    }

    /**
     * A file that pip can be given whose installation no index line covers: neither it, nor what it includes, nor one that
     * includes it sets an index. Constraints are never given alone.
     */
    Optional<String> withoutIndex() {
        Set<String> indexed = new HashSet<>();
        judge.sightings().stream()
                .filter(s -> s.client() == Client.PIP && s.replaces())
                .forEach(s -> indexed.add(s.where().place()));
        Set<String> covered = new HashSet<>();
        for (String file : includes.keySet()) {
            Set<String> reached = reached(file);
            if (reached.stream().anyMatch(indexed::contains)) {
                covered.addAll(reached);
            }
        }
        return roots.stream()
                .filter(f -> !covered.contains(f)
                        && !f.substring(f.lastIndexOf('/') + 1).contains("constraint"))
                .findFirst();
    }

    private Set<String> reached(String file) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(file));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (reached.add(next)) {
                open.addAll(includes.getOrDefault(next, Set.of()));
            }
        }
        return reached;
    }
}
