package dev.waag.report;

/**
 * {@code waag check} as text for people: findings by project, the most severe first; then the age of the advisories, what was not
 * checked, waivers that covered nothing; the verdict last, where a terminal shows it. Control characters from outside are replaced.
 *
 * @param width columns of the terminal; taken as at least 40 and at most 120
 * @param colour whether to write ANSI colours
 */
public record CheckText(int width, boolean colour) {
    public CheckText {
        width = Math.clamp(width, 40, 120);
    }

    /** Lines of text, the last one ended. */
    public String render(CheckReport report) {
        StringBuilder out = new StringBuilder(1024 + 256 * report.findings().size());
        Ink ink = new Ink(colour);
        new FindingText(out, ink, width).write(report.findings());
        for (AdvisorySet set : report.advisories()) {
            item(out, ink, "Advisories:", Ink.BOLD, set.source() + ", " + Counts.age(set, report.at()));
        }
        if (!report.notChecked().isEmpty()) {
            String rules = String.join(", ", report.notChecked());
            item(out, ink, "Not checked, for want of facts:", Ink.YELLOW, rules);
        }
        for (UnusedWaiver w : report.unusedWaivers()) {
            boolean expired = w.expired(report.at());
            item(out, ink, expired ? "Expired waiver:" : "Unused waiver:", Ink.YELLOW, w.words(report.at()));
        }
        summary(out, ink, report);
        return out.toString();
    }

    private void item(StringBuilder out, Ink ink, String label, String style, String text) {
        new Flow(out, ink, width, 0, 2)
                .words(label, style)
                .words(text, Ink.NONE)
                .end();
    }

    private void summary(StringBuilder out, Ink ink, CheckReport report) {
        boolean failed = report.failing() > 0;
        new Flow(out, ink, width, 0, 2)
                .words(failed ? "Failed:" : "Passed:", failed ? Ink.ALARM : "1;" + Ink.GREEN)
                .words(
                        Counts.of(report.findings()).words() + " in "
                                + Counts.counted(report.projects().size(), "project"),
                        Ink.NONE)
                .end();
    }
}
