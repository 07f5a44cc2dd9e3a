package dev.waag.report;

import java.util.List;

/** {@code waag check} as a comment on a pull request: what fails in a table, all that is longer folded away. */
public final class Markdown {
    /** Code hosts refuse comments of more than 65,536 characters. */
    private static final int LARGEST = 60_000;

    private static final int MOST_SETS = 10;
    private static final int LONGEST_CELL = 160;
    private static final int LONGEST_TEXT = 1000;

    private Markdown() {}

    /** Markdown (GitHub's), the last line ended. */
    public static String render(CheckReport report) {
        List<Finding> findings = report.findings();
        StringBuilder out = new StringBuilder(1024 + 512 * findings.size());
        boolean failed = report.failing() > 0;
        out.append("### Waag: ").append(failed ? "failed" : "passed").append("\n\n");
        out.append(Counts.of(findings).words()).append(" in ");
        out.append(Counts.counted(report.projects().size(), "project")).append("\n");
        List<FindingGroup.Row> rows = FindingGroup.of(findings).stream()
                .flatMap(g -> g.rows().stream())
                .sorted((a, b) -> Finding.ORDER.compare(a.finding(), b.finding()))
                .toList();
        List<FindingGroup.Row> failing =
                rows.stream().filter(r -> r.finding().fails()).toList();
        List<FindingGroup.Row> rest =
                rows.stream().filter(r -> !r.finding().fails()).toList();
        StringBuilder tail = tail(report);
        int room = LARGEST - tail.length();
        table(out, failing, room / 2);
        if (!failing.isEmpty()) {
            fold(out, "What to do");
            details(out, failing, room * 3 / 4);
            out.append("\n</details>\n");
        }
        if (!rest.isEmpty()) {
            fold(
                    out,
                    Counts.of(rest.stream().map(FindingGroup.Row::finding).toList())
                            .words());
            table(out, rest, room);
            out.append("\n</details>\n");
        }
        return out.append(tail).toString();
    }

    private static void fold(StringBuilder out, String summary) {
        out.append("\n<details>\n<summary>").append(summary).append("</summary>\n");
    }

    private static void table(StringBuilder out, List<FindingGroup.Row> rows, int most) {
        if (rows.isEmpty()) {
            return;
        }
        out.append("\n| | Severity | Project | Finding | Fixed in | Where |\n|---|---|---|---|---|---|\n");
        for (int i = 0; i < rows.size(); i++) {
            String row = row(rows.get(i));
            if (out.length() + row.length() > most) {
                out.append('\n').append(rows.size() - i).append(" more in the full report\n");
                return;
            }
            out.append(row);
        }
    }

    private static String row(FindingGroup.Row row) {
        Finding f = row.finding();
        StringBuilder out = new StringBuilder(256);
        out.append("| ")
                .append(f.waiver().isPresent() ? "waived" : f.action())
                .append(" | ")
                .append(f.severity());
        cell(out, f.project().isEmpty() ? "" : FindingGroup.title(f));
        out.append(" | **").append(brief(f.rule())).append("**");
        if (!f.advisory().isEmpty()) {
            out.append(' ').append(brief(f.advisory()));
        }
        if (f.knownExploited()) {
            out.append(" **exploited in the wild**");
        }
        out.append("<br>").append(brief(f.message()));
        f.waiver()
                .ifPresent(w -> out.append("<br>waived until ")
                        .append(brief(w.expires() + " by " + w.owner() + ": " + w.reason())));
        cell(out, String.join(", ", f.fixedIn()));
        cell(out, String.join(", ", row.places()));
        return out.append(" |\n").toString();
    }

    private static void cell(StringBuilder out, String text) {
        out.append(" | ").append(brief(text));
    }

    private static String brief(String text) {
        return MarkdownText.of(Plain.cut(Plain.line(text), LONGEST_CELL));
    }

    private static void details(StringBuilder out, List<FindingGroup.Row> rows, int most) {
        out.append('\n');
        for (int i = 0; i < rows.size(); i++) {
            Finding f = rows.get(i).finding();
            StringBuilder item = new StringBuilder(256)
                    .append("- **")
                    .append(text(FindingGroup.title(f)))
                    .append("**");
            item.append(' ').append(text(f.rule())).append(f.advisory().isEmpty() ? "" : " " + text(f.advisory()));
            item.append(f.aliases().isEmpty() ? "" : " (also " + text(String.join(", ", f.aliases())) + ")");
            item.append(": ").append(text(f.message()));
            if (f.path().size() > 1) {
                item.append("<br>Brought in by: ").append(text(String.join(" > ", f.path())));
            }
            if (!f.help().isBlank()) {
                item.append("<br>To do: ").append(text(f.help()));
            }
            item.append('\n');
            if (out.length() + item.length() > most) {
                out.append("- ").append(rows.size() - i).append(" more in the full report\n");
                return;
            }
            out.append(item);
        }
    }

    private static StringBuilder tail(CheckReport report) {
        StringBuilder out = new StringBuilder();
        List<UnusedWaiver> unused = report.unusedWaivers();
        for (int i = 0; i < unused.size(); i++) {
            if (out.length() > LARGEST / 4) {
                out.append("- ").append(unused.size() - i).append(" more waivers in the full report\n");
                break;
            }
            UnusedWaiver w = unused.get(i);
            out.append(w.expired(report.at()) ? "- Expired waiver: " : "- Unused waiver: ");
            out.append(text(w.words(report.at()))).append('\n');
        }
        if (!report.notChecked().isEmpty()) {
            out.append("- Not checked, for want of facts: ")
                    .append(text(String.join(", ", report.notChecked())))
                    .append('\n');
        }
        for (AdvisorySet set :
                report.advisories().subList(0, Math.min(report.advisories().size(), MOST_SETS))) {
            out.append("- Advisories: ")
                    .append(text(set.source() + ", " + Counts.age(set, report.at())))
                    .append('\n');
        }
        if (!out.isEmpty()) {
            out.insert(0, '\n');
        }
        return out;
    }

    private static String text(String text) {
        return MarkdownText.of(Plain.cut(Plain.line(text), LONGEST_TEXT));
    }
}
