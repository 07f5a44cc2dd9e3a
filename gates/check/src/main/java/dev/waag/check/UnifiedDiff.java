package dev.waag.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The difference of two texts in the unified format of diff(1), with three lines around each change. */
final class UnifiedDiff {
    private static final int AROUND = 3;

    /** A line with what happened to it: {@code ' '} kept, {@code '-'} gone, {@code '+'} new. */
    private record Edit(char what, String line) {}

    private UnifiedDiff() {}

    /** @param file the name that both sides have; empty where the texts are the same */
    static String of(String file, String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        List<Edit> edits = edits(lines(before), lines(after));
        BitSet shown = new BitSet(edits.size());
        for (int i = 0; i < edits.size(); i++) {
            if (edits.get(i).what() != ' ') {
                shown.set(Math.max(0, i - AROUND), Math.min(edits.size(), i + AROUND + 1));
            }
        }
        StringBuilder out = new StringBuilder("--- a/" + file + "\n+++ b/" + file + "\n");
        int from = 1;
        int to = 1;
        int at = 0;
        while (at < edits.size()) {
            if (!shown.get(at)) {
                at++;
                from++;
                to++;
                continue;
            }
            List<Edit> hunk = edits.subList(at, shown.nextClearBit(at));
            int gone = (int) hunk.stream().filter(e -> e.what() != '+').count();
            int came = (int) hunk.stream().filter(e -> e.what() != '-').count();
            out.append("@@ -")
                    .append(range(from, gone))
                    .append(" +")
                    .append(range(to, came))
                    .append(" @@\n");
            hunk.forEach(e -> append(out, e));
            at += hunk.size();
            from += gone;
            to += came;
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Edit edit) {
        out.append(edit.what()).append(edit.line());
        if (!edit.line().endsWith("\n")) {
            out.append("\n\\ No newline at end of file\n");
        }
    }

    private static String range(int start, int lines) {
        return (lines == 0 ? start - 1 : start) + (lines == 1 ? "" : "," + lines);
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(start, end));
            start = end;
        }
        return lines;
    }

    /** The shortest way from one list to the other, by Myers's greedy algorithm (1986). */
    private static List<Edit> edits(List<String> a, List<String> b) {
        int most = a.size() + b.size() + 1;
        int[] reach = new int[2 * most + 2];
        List<int[]> trace = new ArrayList<>();
        for (int d = 0; d < most; d++) {
            trace.add(Arrays.copyOfRange(reach, most - d - 1, most + d + 2));
            for (int k = -d; k <= d; k += 2) {
                boolean down = k == -d || k != d && reach[most + k - 1] < reach[most + k + 1];
                int x = down ? reach[most + k + 1] : reach[most + k - 1] + 1;
                int y = x - k;
                while (x < a.size() && y < b.size() && a.get(x).equals(b.get(y))) {
                    x++;
                    y++;
                }
                reach[most + k] = x;
                if (x >= a.size() && y >= b.size()) {
                    return back(a, b, trace);
                }
            }
        }
        throw new AssertionError("two lists always have a way between them");
    }

    private static List<Edit> back(List<String> a, List<String> b, List<int[]> trace) {
        List<Edit> edits = new ArrayList<>();
        int x = a.size();
        int y = b.size();
        for (int d = trace.size() - 1; d >= 0; d--) {
            int[] reach = trace.get(d);
            int middle = d + 1;
            int k = x - y;
            boolean down = k == -d || k != d && reach[middle + k - 1] < reach[middle + k + 1];
            int beforeK = down ? k + 1 : k - 1;
            int beforeX = d == 0 ? 0 : reach[middle + beforeK];
            int beforeY = d == 0 ? 0 : beforeX - beforeK;
            while (x > beforeX && y > beforeY) {
                edits.add(new Edit(' ', a.get(--x)));
                y--;
            }
            if (d > 0) {
                edits.add(down ? new Edit('+', b.get(--y)) : new Edit('-', a.get(--x)));
            }
        }
        return edits.reversed();
    }
}
