package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A source without the functions that cannot matter: those in which none of the filter's words is, and whose names nothing that is kept mentions.
 * Lines keep their numbers.
 */
final class Reduction {
    /** Called where their class is used, without being named. */
    private static final Set<String> UNNAMED = Set.of(
            "__init__",
            "__new__",
            "__call__",
            "__enter__",
            "__exit__",
            "__post_init__",
            "__init_subclass__",
            "__prepare__",
            "__getattr__",
            "__del__",
            "__set_name__",
            "__class_getitem__",
            "run");

    private static final Set<String> KEYWORDS = Set.of("class", "def");

    /** Most words name no function of the file: their hash tells, and no text is made of them. */
    private static final int FILTER = 1 << 12;

    /** @param entry where what is evaluated on definition ends: decorators, and defaults that call something */
    private record Function(String name, int from, int entry, int to) {}

    private Reduction() {}

    /** @param hits the ends of the filter's words, ascending */
    static byte[] of(Outline outline, List<Integer> hits) {
        byte[] text = outline.text;
        List<Function> functions = functions(outline);
        Map<String, List<Integer>> byName = new HashMap<>();
        for (int i = 0; i < functions.size(); i++) {
            byName.computeIfAbsent(functions.get(i).name(), k -> new ArrayList<>())
                    .add(i);
        }
        boolean[] perhaps = new boolean[FILTER];
        byName.keySet().forEach(name -> perhaps[name.hashCode() & FILTER - 1] = true);
        KEYWORDS.forEach(word -> perhaps[word.hashCode() & FILTER - 1] = true);
        boolean[] kept = new boolean[functions.size()];
        boolean[] hot = new boolean[functions.size()];
        Deque<Integer> queue = new ArrayDeque<>();
        int hit = 0;
        for (int i = 0; i < functions.size(); i++) {
            Function f = functions.get(i);
            while (hit < hits.size() && hits.get(hit) <= f.from()) {
                hit++;
            }
            hot[i] = hit < hits.size() && hits.get(hit) <= f.to();
        }
        Set<String> seen = new HashSet<>();
        int from = 0;
        for (Function f : functions) {
            mention(text, from, f.entry(), byName, perhaps, seen, kept, queue);
            from = f.to();
        }
        mention(text, from, text.length, byName, perhaps, seen, kept, queue);
        while (!queue.isEmpty()) {
            Function f = functions.get(queue.remove());
            mention(text, f.from(), f.to(), byName, perhaps, seen, kept, queue);
        }
        for (int i = 0; i < kept.length; i++) {
            kept[i] |= hot[i];
        }
        return without(text, functions, kept);
    }

    /** The outermost functions: those within them are kept or left out with them. */
    private static List<Function> functions(Outline outline) {
        List<Function> out = new ArrayList<>();
        List<Outline.Line> lines = outline.lines;
        for (int i = 0; i < lines.size(); ) {
            Outline.Line line = lines.get(i);
            int def = i;
            while (def < lines.size()
                    && lines.get(def).decorator()
                    && lines.get(def).indent() == line.indent()) {
                def++;
            }
            if (def == lines.size()
                    || !lines.get(def).function()
                    || lines.get(def).indent() != line.indent()) {
                i++;
                continue;
            }
            int end = def + 1;
            while (end < lines.size() && lines.get(end).indent() > line.indent()) {
                end++;
            }
            int to = end < lines.size() ? lines.get(end).start() : outline.text.length;
            String name = name(outline.text, lines.get(def).start());
            out.add(new Function(
                    UNNAMED.contains(name) ? owner(outline, def, name) : name,
                    line.start(),
                    entry(outline, def, to),
                    to));
            i = end;
        }
        return out;
    }

    private static int entry(Outline outline, int def, int to) {
        int start = outline.lines.get(def).start();
        int body = def + 1 < outline.lines.size() ? outline.lines.get(def + 1).start() : to;
        boolean value = false;
        for (int i = start; i < body; i++) {
            value |= outline.text[i] == '=';
            if (value && outline.text[i] == '(') {
                return body;
            }
        }
        return start;
    }

    /** The class that a method is of: what uses the class calls the method. */
    private static String owner(Outline outline, int def, String name) {
        List<Outline.Line> lines = outline.lines;
        for (int i = def - 1; i >= 0; i--) {
            if (lines.get(i).indent() < lines.get(def).indent()) {
                String found = name(outline.text, lines.get(i).start());
                return found.isEmpty() ? name : found;
            }
        }
        return name;
    }

    /** What a line that begins with {@code def} or {@code class} defines. */
    private static String name(byte[] text, int start) {
        int i = start;
        while (i < text.length && text[i] <= ' ') {
            i++;
        }
        String head = new String(text, i, Math.min(200, text.length - i), ISO_8859_1);
        head = head.startsWith("async") ? head.substring(5).strip() : head;
        head = head.startsWith("def")
                ? head.substring(3).strip()
                : head.startsWith("class ") ? head.substring(6).strip() : head;
        int end = 0;
        while (end < head.length() && Character.isJavaIdentifierPart(head.charAt(end))) {
            end++;
        }
        return head.substring(0, end);
    }

    private static void mention(
            byte[] text,
            int from,
            int to,
            Map<String, List<Integer>> byName,
            boolean[] perhaps,
            Set<String> seen,
            boolean[] kept,
            Deque<Integer> queue) {
        for (int i = from; i < to; ) {
            if (!isWord(text[i])) {
                i++;
                continue;
            }
            int start = i;
            int hash = 0; // that of the text as a String
            while (i < to && isWord(text[i])) {
                hash = hash * 31 + (text[i] & 0xff);
                i++;
            }
            if (i - start > 80 || !perhaps[hash & FILTER - 1]) {
                continue;
            }
            String word = new String(text, start, i - start, ISO_8859_1);
            if (KEYWORDS.contains(word)) {
                // the name that follows is defined, not used
                while (i < to && text[i] == ' ') {
                    i++;
                }
                while (i < to && isWord(text[i])) {
                    i++;
                }
                continue;
            }
            List<Integer> named = byName.get(word);
            if (named != null && seen.add(word)) {
                for (int f : named) {
                    if (!kept[f]) {
                        kept[f] = true;
                        queue.add(f);
                    }
                }
            }
        }
    }

    private static boolean isWord(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b < 0;
    }

    private static byte[] without(byte[] text, List<Function> functions, boolean[] kept) {
        byte[] out = new byte[text.length + functions.size() * 5];
        int n = 0;
        int from = 0;
        for (int i = 0; i < functions.size(); i++) {
            Function f = functions.get(i);
            if (kept[i]) {
                continue;
            }
            System.arraycopy(text, from, out, n, f.from() - from);
            n += f.from() - from;
            int at = f.from();
            while (at < f.to() && (text[at] == ' ' || text[at] == '\t')) {
                out[n++] = text[at++];
            }
            for (byte b : "pass".getBytes(ISO_8859_1)) {
                out[n++] = b;
            }
            for (; at < f.to(); at++) {
                if (text[at] == '\n') {
                    out[n++] = '\n';
                }
            }
            from = f.to();
        }
        System.arraycopy(text, from, out, n, text.length - from);
        return Arrays.copyOf(out, n + text.length - from);
    }
}
