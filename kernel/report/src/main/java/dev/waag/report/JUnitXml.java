package dev.waag.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Findings as JUnit's XML, for CI systems that show test results: a suite for each file, in it a case for each finding and one for each project that
 * nothing was found about. What fails is a failure, what is waived is skipped, a warning passes and says so in its output.
 */
public final class JUnitXml {
    private JUnitXml() {}

    /** The findings and projects of {@code waag check}. */
    public static String render(CheckReport report) {
        return render("waag check", report.findings(), report.projects(), report.at());
    }

    /**
     * A whole document, the last line ended.
     *
     * @param name the name of all the suites together
     * @param projects what passes where nothing was found; may be empty
     */
    public static String render(String name, List<Finding> findings, List<PinnedProject> projects, Instant at) {
        Map<String, Suite> suites = new LinkedHashMap<>();
        Set<String> found = new HashSet<>();
        for (Finding f : findings) {
            suites.computeIfAbsent(f.file(), Suite::new).findings.add(f);
            found.add(key(f.project(), f.version(), f.file()));
        }
        for (PinnedProject p : projects) {
            if (found.add(key(p.name(), p.version(), p.file()))) {
                suites.computeIfAbsent(p.file(), Suite::new).clean.add(p);
            }
        }
        int tests = 0;
        int failures = 0;
        int skipped = 0;
        for (Suite suite : suites.values()) {
            tests += suite.tests();
            failures += suite.failures();
            skipped += suite.skipped();
        }
        StringBuilder out = new StringBuilder(1024 + 512 * tests);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
        counts(out, name, tests, failures, skipped);
        out.append(">\n");
        for (Suite suite : suites.values()) {
            suite(out, suite, at);
        }
        return out.append("</testsuites>\n").toString();
    }

    private static String key(String project, String version, String file) {
        return project + "\n" + version + "\n" + file;
    }

    private record Suite(String file, List<Finding> findings, List<PinnedProject> clean) {
        Suite(String file) {
            this(file, new ArrayList<>(), new ArrayList<>());
        }

        String name() {
            return file.isBlank() ? "everything" : file;
        }

        int tests() {
            return findings.size() + clean.size();
        }

        int failures() {
            int n = 0;
            for (Finding f : findings) {
                n += f.fails() ? 1 : 0;
            }
            return n;
        }

        int skipped() {
            int n = 0;
            for (Finding f : findings) {
                n += f.waiver().isPresent() ? 1 : 0;
            }
            return n;
        }
    }

    private static void suite(StringBuilder out, Suite suite, Instant at) {
        out.append("  <testsuite");
        counts(out, suite.name(), suite.tests(), suite.failures(), suite.skipped());
        String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
        attribute(out, "timestamp", time.substring(0, time.length() - 1));
        out.append(">\n");
        for (Finding f : suite.findings) {
            finding(out, suite, f);
        }
        for (PinnedProject p : suite.clean) {
            testcase(out, suite, p.name() + " " + p.version(), p.line());
            out.append("/>\n");
        }
        out.append("  </testsuite>\n");
    }

    private static void counts(StringBuilder out, String name, int tests, int failures, int skipped) {
        attribute(out, "name", name);
        attribute(out, "tests", Integer.toString(tests));
        attribute(out, "failures", Integer.toString(failures));
        attribute(out, "errors", "0");
        attribute(out, "skipped", Integer.toString(skipped));
        attribute(out, "time", "0");
    }

    private static void testcase(StringBuilder out, Suite suite, String name, int line) {
        out.append("    <testcase");
        attribute(out, "classname", suite.name());
        attribute(out, "name", name);
        attribute(out, "time", "0");
        if (!suite.file.isBlank()) {
            attribute(out, "file", suite.file);
        }
        if (line > 0) {
            attribute(out, "line", Integer.toString(line));
        }
    }

    private static void finding(StringBuilder out, Suite suite, Finding f) {
        String about = f.project().isEmpty() ? "" : FindingGroup.title(f) + ": ";
        testcase(out, suite, about + f.rule() + (f.advisory().isEmpty() ? "" : " " + f.advisory()), f.line());
        out.append(">\n      ");
        if (f.fails()) {
            out.append("<failure");
            attribute(out, "type", f.rule());
            attribute(out, "message", f.message().isBlank() ? f.rule() : f.message());
            out.append('>');
            details(out, f);
            out.append("</failure>\n");
        } else if (f.waiver().isPresent()) {
            FindingWaiver w = f.waiver().get();
            out.append("<skipped");
            attribute(
                    out,
                    "message",
                    "waived until " + w.expires() + " by " + w.owner() + ": " + w.reason() + "; " + f.message());
            out.append("/>\n");
        } else {
            out.append("<system-out>warning: ").append(XmlText.of(f.message())).append('\n');
            details(out, f);
            out.append("</system-out>\n");
        }
        out.append("    </testcase>\n");
    }

    /** What a reader of the CI's page needs to act, each on its line. */
    private static void details(StringBuilder out, Finding f) {
        detail(out, "severity", f.severity());
        detail(out, "place", FindingGroup.place(f));
        detail(out, "brought in by", f.path().size() < 2 ? "" : String.join(" > ", f.path()));
        detail(out, "also known as", String.join(", ", f.aliases()));
        detail(out, "exploited in the wild", f.knownExploited() ? "yes" : "");
        detail(out, "fixed in", String.join(", ", f.fixedIn()));
        detail(out, "to do", f.help());
    }

    private static void detail(StringBuilder out, String what, String text) {
        if (!text.isEmpty()) {
            out.append(what).append(": ").append(XmlText.of(text)).append('\n');
        }
    }

    private static void attribute(StringBuilder out, String name, String text) {
        out.append(' ').append(name).append("=\"").append(XmlText.of(text)).append('"');
    }
}
