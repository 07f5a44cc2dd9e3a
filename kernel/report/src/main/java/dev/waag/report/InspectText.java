package dev.waag.report;

import java.util.List;
import java.util.Map;

/**
 * {@code waag inspect} as text for people: what it is, what it can do, what is new, what was found with the line that shows it, and the verdict last,
 * where a terminal shows it.
 *
 * <pre>
 * demo 1.0: a wheel of 1.2 MB, 12 members
 *   sha256 9f86...
 * It can: use the network, start other programs
 * What was found
 *   high      code-exfiltration  setup.py:4
 *             sends what it reads from the environment over the network, at install
 *             | post(URL, dict(os.environ))
 * DENY archive-unsafe: ...
 * </pre>
 */
public record InspectText(int width, boolean colour) {
    private static final int SHOWN = 40;
    private static final Map<String, String> CAN = Map.ofEntries(
            Map.entry("network", "use the network"),
            Map.entry("process", "start other programs"),
            Map.entry("shell", "run shell commands"),
            Map.entry("filesystem", "use files outside its own folder"),
            Map.entry("credentials", "read credentials"),
            Map.entry("dynamic-code", "run code that it makes or decodes"),
            Map.entry("native", "run native code"),
            Map.entry("persistence", "stay on the machine"),
            Map.entry("clipboard", "use the clipboard"),
            Map.entry("browser-data", "read what browsers keep"),
            Map.entry("cloud-metadata", "ask for the machine's cloud credentials"),
            Map.entry("anti-debug", "notice that it is watched"));

    public InspectText {
        width = Math.clamp(width, 40, 120);
    }

    /** Lines of text, the last one ended. */
    public String render(InspectReport r) {
        StringBuilder out = new StringBuilder(2048);
        Ink ink = new Ink(colour);
        String what = r.kind().equals("other") ? "a file" : r.kind().equals("wheel") ? "a wheel" : "an sdist";
        line(out, ink, 0)
                .words(r.project().isEmpty() ? r.filename() : r.project() + " " + r.version(), Ink.BOLD)
                .words(
                        "is " + what + " of " + size(r.facts().getOrDefault("size", 0L))
                                + (r.facts().containsKey("entries")
                                        ? " with " + r.facts().get("entries") + " members, "
                                                + size(r.facts().getOrDefault("unpacked_bytes", 0L)) + " unpacked"
                                        : ""),
                        Ink.NONE)
                .end();
        line(out, ink, 2).words(r.filename(), Ink.DIM).end();
        line(out, ink, 2).words("sha256 " + r.sha256(), Ink.DIM).end();
        fact(out, ink, r, "summary", "It says:");
        fact(out, ink, r, "attested_by", "Attested by:");
        if (r.facts().get("publishers") instanceof List<?> releases && !releases.isEmpty()) {
            line(out, ink, 0)
                    .words("Releases by publisher, newest first:", Ink.BOLD)
                    .end();
            releases.forEach(release ->
                    line(out, ink, 2).words(String.valueOf(release), Ink.NONE).end());
        }
        boolean refused = r.facts().containsKey("decided_by");
        boolean inspected = r.facts().containsKey("entries");
        if (refused) {
            line(out, ink, 0)
                    .words(
                            inspected
                                    ? "The gate does not give it out; this is what it found in it."
                                    : "The gate does not give it out, and nobody has looked into it yet.",
                            Ink.YELLOW)
                    .end();
        }
        if (inspected || !refused) {
            can(out, ink, r);
        }
        delta(out, ink, r);
        findings(out, ink, r);
        if (!r.notChecked().isEmpty()) {
            line(out, ink, 0)
                    .words("Not checked, for want of facts:", Ink.YELLOW)
                    .words(String.join(", ", r.notChecked()), Ink.NONE)
                    .end();
        }
        out.append('\n');
        verdict(out, ink, r);
        return out.toString();
    }

    private void can(StringBuilder out, Ink ink, InspectReport r) {
        List<String> can = r.capabilities().stream()
                .map(c -> CAN.getOrDefault(c, c) + " (" + c + ")")
                .toList();
        line(out, ink, 0)
                .words("It can:", Ink.BOLD)
                .words(
                        can.isEmpty() ? "nothing beyond computing, as far as was found" : String.join(", ", can),
                        Ink.NONE)
                .end();
    }

    private void fact(StringBuilder out, Ink ink, InspectReport r, String fact, String label) {
        String text = String.valueOf(r.facts().getOrDefault(fact, ""));
        if (!text.isBlank()) {
            line(out, ink, 0).words(label, Ink.BOLD).words(text, Ink.NONE).end();
        }
    }

    private void delta(StringBuilder out, Ink ink, InspectReport r) {
        if (r.against().isEmpty()) {
            return;
        }
        List<InspectReport.Found> news =
                r.findings().stream().filter(f -> f.rule().equals("delta")).toList();
        line(out, ink, 0)
                .words("Against " + r.against() + ":", Ink.BOLD)
                .words(news.isEmpty() ? "nothing new that counts" : Counts.counted(news.size(), "change"), Ink.NONE)
                .end();
        news.stream().limit(SHOWN).forEach(f -> {
            out.append("  ");
            new Flow(out, ink, width, 2, 12)
                    .words(f.severity(), Ink.ofSeverity(f.severity()))
                    .padTo(12)
                    .words(f.file().isEmpty() ? f.message() : f.file() + ": " + f.message(), Ink.NONE)
                    .end();
        });
    }

    private void findings(StringBuilder out, Ink ink, InspectReport r) {
        List<InspectReport.Found> all =
                r.findings().stream().filter(f -> !f.rule().equals("delta")).toList();
        if (all.isEmpty()) {
            line(out, ink, 0).words("Nothing was found.", Ink.GREEN).end();
            return;
        }
        line(out, ink, 0).words("What was found", Ink.BOLD).end();
        for (InspectReport.Found f : all.subList(0, Math.min(SHOWN, all.size()))) {
            out.append("  ");
            new Flow(out, ink, width, 2, 12)
                    .words(f.severity(), Ink.ofSeverity(f.severity()))
                    .padTo(12)
                    .words(f.rule(), Ink.BOLD)
                    .words(f.file() + (f.line() > 0 ? ":" + f.line() : ""), Ink.DIM)
                    .end();
            line(out, ink, 12).words(f.message(), Ink.NONE).end();
            if (!f.evidence().isBlank()) {
                line(out, ink, 12).words("| " + f.evidence(), Ink.CYAN).end();
            }
        }
        if (all.size() > SHOWN) {
            line(out, ink, 2)
                    .words("and " + (all.size() - SHOWN) + " more; --format json has all", Ink.DIM)
                    .end();
        }
    }

    private void verdict(StringBuilder out, Ink ink, InspectReport r) {
        for (InspectReport.Reason reason : r.reasons()) {
            line(out, ink, 0)
                    .words(reason.action(), reason.action().equals("warn") ? Ink.YELLOW : Ink.RED)
                    .words(reason.rule() + ":", Ink.BOLD)
                    .words(reason.message(), Ink.NONE)
                    .end();
            if (!reason.help().isBlank()) {
                line(out, ink, 2)
                        .words("To do:", Ink.BOLD)
                        .words(reason.help(), Ink.NONE)
                        .end();
            }
        }
        line(out, ink, 0)
                .words("Verdict:", Ink.BOLD)
                .words(r.verdict(), r.allowed() ? "1;" + Ink.GREEN : Ink.ALARM)
                .end();
    }

    private Flow line(StringBuilder out, Ink ink, int indent) {
        out.repeat(' ', indent);
        return new Flow(out, ink, width, indent, Math.max(2, indent));
    }

    static String size(Object bytes) {
        double n = bytes instanceof Number number ? number.doubleValue() : 0;
        if (n < 1000) {
            return (long) n + " bytes";
        }
        return n < 1e6
                ? String.format("%.1f kB", n / 1e3)
                : n < 1e9 ? String.format("%.1f MB", n / 1e6) : String.format("%.1f GB", n / 1e9);
    }
}
