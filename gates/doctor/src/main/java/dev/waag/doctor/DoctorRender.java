package dev.waag.doctor;

import dev.waag.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report as text for people and as JSON ({@code waag-doctor/1}) for programs. */
public final class DoctorRender {
    /** The environment first, then by file and line. */
    static final Comparator<DoctorFinding> ORDER = Comparator.comparing(
                    (DoctorFinding f) -> !f.place().equals(Source.ENVIRONMENT))
            .thenComparing(DoctorFinding::place)
            .thenComparingInt(DoctorFinding::line)
            .thenComparing(DoctorFinding::setting)
            .thenComparing(DoctorFinding::message);

    private static final String RESET = "\u001B[0m";
    private static final String BOLD = "\u001B[1m";
    private static final String RED = "\u001B[31m";
    private static final String YELLOW = "\u001B[33m";
    private static final String GREEN = "\u001B[32m";

    private DoctorRender() {}

    /** Several lines, the last one ended; {@code colour} adds ANSI colours. */
    public static String text(DoctorReport r, boolean colour) {
        StringBuilder out = new StringBuilder();
        for (DoctorFinding f : r.findings()) {
            String at = f.line() == 0 ? f.place() : f.place() + ":" + f.line();
            out.append(paint(Shown.visible(at), BOLD, colour)).append("  ");
            out.append(paint(f.setting(), RED, colour))
                    .append(" (")
                    .append(f.client())
                    .append(")\n");
            out.append("  ").append(Shown.visible(f.message())).append('\n');
            out.append("  to do: ").append(Shown.visible(f.help())).append("\n\n");
        }
        r.unreadable()
                .forEach(u -> out.append(paint("not read: ", YELLOW, colour))
                        .append(u)
                        .append('\n'));
        r.notes().forEach(n -> out.append("note: ").append(n).append('\n'));
        out.append(paint(verdict(r), r.findings().isEmpty() ? GREEN : RED, colour));
        out.append("; looked at ")
                .append(
                        r.read().isEmpty()
                                ? "nothing, since nothing was there"
                                : counted(r.read().size(), "place"))
                .append('\n');
        return out.toString();
    }

    private static String verdict(DoctorReport r) {
        String unread = r.unreadable().isEmpty()
                ? ""
                : ", but " + counted(r.unreadable().size(), "place") + " could not be read";
        return r.findings().isEmpty()
                ? "Nothing found that bypasses the gate" + unread
                : counted(r.findings().size(), "setting") + (r.findings().size() == 1 ? " bypasses" : " bypass")
                        + " the gate" + unread;
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private static String paint(String text, String colour, boolean on) {
        return on ? colour + text + RESET : text;
    }

    /** One object on one line. */
    public static String json(DoctorReport r) {
        List<Map<String, Object>> findings = new ArrayList<>();
        for (DoctorFinding f : r.findings()) {
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("setting", f.setting());
            finding.put("place", f.place());
            finding.put("line", f.line());
            finding.put("client", f.client());
            finding.put("message", f.message());
            finding.put("help", f.help());
            findings.add(finding);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "waag-doctor/1");
        report.put("findings", findings);
        report.put("read", r.read());
        report.put("unreadable", r.unreadable());
        report.put("notes", r.notes());
        return Json.MAPPER.writeValueAsString(report);
    }
}
