package dev.waag.report;

import java.util.List;

/**
 * Findings as text for people, whichever command found them:
 *
 * <pre>
 * jinja2 3.1.2 in uv.lock:40
 *   brought in by flask
 *   deny    high      known-vulnerable  GHSA-h5c8-rqwp-cp95 fixed in 3.1.3 (also CVE-2024-22195)
 *           What is wrong, in as many lines as it takes
 *           To do: what the reader can do
 * </pre>
 */
final class FindingText {
    /** Longer messages are cut; the other formats have the whole. */
    private static final int LONGEST = 600;

    private static final int MOST_PLACES = 4;
    private static final int ACTION = 6;
    private static final int SEVERITY = 8;
    private static final int BODY = 2 + ACTION + 2;

    private final StringBuilder out;
    private final Ink ink;
    private final int width;

    FindingText(StringBuilder out, Ink ink, int width) {
        this.out = out;
        this.ink = ink;
        this.width = width;
    }

    /** Appends the findings, an empty line after each group. */
    void write(List<Finding> findings) {
        int ruleWidth = 0;
        for (Finding f : findings) {
            ruleWidth = Math.max(ruleWidth, Flow.cells(Plain.line(f.rule())));
        }
        for (FindingGroup group : FindingGroup.of(findings)) {
            group(group, Math.min(ruleWidth, 24));
            out.append('\n');
        }
    }

    private void group(FindingGroup group, int ruleWidth) {
        List<String> common = group.commonPlaces();
        String title = group.title().isEmpty() ? "In general" : group.title();
        Flow head = new Flow(out, ink, width, 0, 4).words(title, Ink.BOLD);
        if (!common.isEmpty() && !common.getFirst().equals(title)) {
            head.words("in " + places(common), Ink.DIM);
        }
        head.end();
        boolean samePath = group.samePath();
        if (samePath) {
            path(group.rows().getFirst().finding(), 2);
        }
        for (int i = 0; i < group.rows().size(); i++) {
            FindingGroup.Row row = group.rows().get(i);
            row(row.finding(), ruleWidth);
            if (common.isEmpty() && !row.places().isEmpty()) {
                flow(BODY).words("at " + places(row.places()), Ink.DIM).end();
            }
            if (!samePath) {
                path(row.finding(), BODY);
            }
            if (!row.finding().help().isBlank() && !toldLater(group, i)) {
                flow(BODY)
                        .words("To do:", Ink.BOLD)
                        .words(row.finding().help(), Ink.NONE)
                        .end();
            }
        }
    }

    /** Whether what to do need not be said here: the next row says the same, or nothing is to be done. */
    private static boolean toldLater(FindingGroup group, int at) {
        Finding f = group.rows().get(at).finding();
        if (f.waiver().isPresent() || at + 1 == group.rows().size()) {
            return f.waiver().isPresent();
        }
        Finding next = group.rows().get(at + 1).finding();
        return next.waiver().isEmpty() && next.help().equals(f.help());
    }

    private void path(Finding f, int indent) {
        if (f.path().size() > 1) {
            String way = String.join(" > ", f.path().subList(0, f.path().size() - 1));
            flow(indent).words("brought in by " + way, Ink.DIM).end();
        }
    }

    private void row(Finding f, int ruleWidth) {
        out.append("  ");
        String state = f.waiver().isPresent() ? "waived" : f.action();
        column(state, ACTION, f.fails() ? Ink.RED : f.waiver().isPresent() ? Ink.GREEN : Ink.YELLOW);
        column(f.severity(), SEVERITY, Ink.ofSeverity(f.severity()));
        int ruleAt = BODY + SEVERITY + 2;
        int idsAt = ruleAt + ruleWidth + 2;
        Flow line = new Flow(out, ink, width, ruleAt, Math.min(idsAt, width / 2));
        ids(f, line.words(f.rule(), Ink.NONE).padTo(idsAt)).end();
        if (!f.message().isBlank()) {
            flow(BODY)
                    .words(Plain.cut(Plain.line(f.message()), LONGEST), Ink.NONE)
                    .end();
        }
        f.waiver()
                .ifPresent(w -> flow(BODY)
                        .words("Waived until " + w.expires() + " by " + w.owner() + ": " + w.reason(), Ink.GREEN)
                        .end());
    }

    private static Flow ids(Finding f, Flow line) {
        line.words(f.advisory(), Ink.BOLD);
        if (f.knownExploited()) {
            line.words("[exploited in the wild]", Ink.ALARM);
        }
        if (!f.fixedIn().isEmpty()) {
            line.words("fixed in " + String.join(", ", f.fixedIn()), Ink.GREEN);
        } else if (f.rule().equals("known-vulnerable")) {
            line.words("no fixed version", Ink.YELLOW);
        }
        if (!f.aliases().isEmpty()) {
            line.words("(also " + String.join(", ", f.aliases()) + ")", Ink.DIM);
        }
        return line;
    }

    private void column(String text, int cells, String style) {
        ink.put(out, text, style);
        for (int i = Flow.cells(text); i < cells + 2; i++) {
            out.append(' ');
        }
    }

    private static String places(List<String> places) {
        if (places.size() <= MOST_PLACES) {
            return String.join(", ", places);
        }
        return String.join(", ", places.subList(0, MOST_PLACES)) + " and " + (places.size() - MOST_PLACES) + " more";
    }

    /** A new line, indented with all that follow. */
    private Flow flow(int indent) {
        out.repeat(' ', indent);
        return new Flow(out, ink, width, indent, indent);
    }
}
