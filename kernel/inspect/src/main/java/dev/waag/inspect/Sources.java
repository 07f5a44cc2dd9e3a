package dev.waag.inspect;

import dev.waag.code.Capability;
import dev.waag.code.CodeFinding;
import dev.waag.code.CodeReport;
import dev.waag.code.CodeRole;
import dev.waag.code.CodeScan;
import dev.waag.code.CodeScore;
import dev.waag.code.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The Python sources of a distribution, each looked at as it passes. */
final class Sources {
    /** Reports that say something. */
    private static final int REPORTS = 20_000;
    /** Of sources that may turn out to be the build backend, which is known only when pyproject.toml has passed. */
    private static final int KEPT = 4 << 20;

    private static final int KEPT_EACH = 256 << 10;

    private static final Pattern ASIDE = Pattern.compile("^(tests?|testing|docs?|examples?|benchmarks?|demos?)/");

    private final boolean wheel;
    private final Problems problems;
    private final CodeScan scan = CodeScan.standard();
    private final List<CodeReport> reports = new ArrayList<>();
    private final Set<String> capabilities = new TreeSet<>();
    private final Set<String> install = new TreeSet<>();
    private final Map<String, byte[]> kept = new LinkedHashMap<>();
    private int keptBytes;

    Sources(boolean wheel, Problems problems) {
        this.wheel = wheel;
        this.problems = problems;
    }

    /** @param place where it is installed, which tells what it is */
    void see(String path, String place, byte[] source) {
        CodeRole role = CodeRole.of(place, !wheel);
        if (!wheel && role == CodeRole.TEST && ASIDE.matcher(path).find()) {
            return; // comes along in an sdist, and is installed nowhere
        }
        scan(path, source, role);
        boolean perhaps =
                !wheel && role != CodeRole.SETUP && source.length <= KEPT_EACH && keptBytes + source.length <= KEPT;
        if (perhaps) {
            kept.put(path, source);
            keptBytes += source.length;
        }
    }

    /** A source that turned out to be, or to lie in, the build backend. */
    void backend(Set<String> modules) {
        kept.forEach((path, source) -> {
            if (modules.contains(path)) {
                scan(path, source, CodeRole.BACKEND);
            }
        });
        kept.clear();
    }

    private void scan(String path, byte[] source, CodeRole role) {
        if (role == CodeRole.SETUP || role == CodeRole.BACKEND) {
            install.add(path);
        }
        CodeReport report;
        try {
            report = scan.scan(path, source, role);
        } catch (RuntimeException | StackOverflowError e) {
            problems.add(new Finding(
                    "code-not-all-read", "high", path, 0, "a source that cannot be looked into", String.valueOf(e)));
            return;
        }
        if (wheel || role != CodeRole.TEST) {
            report.capabilities().stream().map(Capability::id).forEach(capabilities::add);
        }
        if (report.findings().isEmpty()) {
            return;
        }
        if (reports.size() < REPORTS) {
            reports.add(report);
        }
        for (CodeFinding f : report.findings()) {
            problems.add(new Finding(f.rule(), f.severity(), f.file(), f.line(), f.message(), f.evidence()));
            if (f.phase() == Phase.INSTALL && !f.severity().equals("info")) {
                install.add(path + ": " + f.rule());
            }
        }
    }

    Set<String> capabilities() {
        return capabilities;
    }

    Set<String> install() {
        return install;
    }

    double score() {
        return CodeScore.of(reports).value();
    }
}
