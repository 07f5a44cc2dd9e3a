package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.report.Finding;
import dev.waag.report.InspectJson;
import dev.waag.report.InspectReport;
import dev.waag.report.InspectText;
import dev.waag.report.RuleText;
import dev.waag.report.Sarif;
import dev.waag.report.ToolRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints reports as they come, and counts them. */
final class InspectTally implements InspectTargets.Told {
    private final InspectCommand.Form form;
    private final InspectText text;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, Integer> verdicts = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<UserException> failures = new ArrayList<>();
    private final boolean alone;
    private String version = "";
    private String last = "";
    private int reports;

    /** @param alone whether there is one target: its failure is the command's own */
    InspectTally(InspectCommand.Form form, boolean alone, Terminal terminal, PrintWriter out, PrintWriter err) {
        this.form = form;
        this.alone = alone;
        this.text = new InspectText(terminal.columns(), terminal.colour());
        this.out = out;
        this.err = err;
    }

    @Override
    public void report(InspectReport report) {
        verdicts.merge(report.verdict(), 1, Integer::sum);
        switch (form) {
            case TEXT -> out.print((reports > 0 ? "\n" : "") + text.render(report));
            case JSON -> out.print(InspectJson.render(report));
            case SARIF -> findings.addAll(results(report));
        }
        out.flush();
        version = report.toolVersion();
        last = report.filename();
        reports++;
    }

    @Override
    public void failed(UserException failure) {
        if (alone) {
            throw failure;
        }
        failures.add(failure);
        err.println("waag: " + failure.render());
        err.flush();
    }

    /** After the last. */
    Exit end() {
        if (form == InspectCommand.Form.SARIF) {
            out.print(Sarif.render(List.of(
                    new ToolRun("waag inspect", version, List.<RuleText>of(), findings, reports == 1 ? last : ""))));
        } else if (form == InspectCommand.Form.TEXT && reports > 1) {
            List<String> counts = new ArrayList<>();
            verdicts.forEach((verdict, n) -> counts.add(n + " " + verdict));
            out.println("\n" + reports + " distributions: " + String.join(", ", counts));
        }
        out.flush();
        if (verdicts.keySet().stream().anyMatch(v -> !v.equals("allow"))) {
            return Exit.FINDINGS;
        }
        return failures.isEmpty() ? Exit.OK : failures.getFirst().exit();
    }

    /** A finding fails where its rule is a reason of the refusal. */
    private static List<Finding> results(InspectReport report) {
        List<Finding> findings = new ArrayList<>();
        for (InspectReport.Found f : report.findings()) {
            String action = report.reasons().stream()
                    .filter(r -> r.rule().equals(f.rule()))
                    .map(InspectReport.Reason::action)
                    .findFirst()
                    .orElse("warn");
            findings.add(Finding.builder(f.rule(), f.severity(), action)
                    .of(report.project(), report.version())
                    .at(f.file().isEmpty() ? report.filename() : report.filename() + "/" + f.file(), f.line())
                    .message(f.evidence().isEmpty() ? f.message() : f.message() + ": " + f.evidence())
                    .build());
        }
        for (InspectReport.Reason r : report.reasons()) {
            if (report.findings().stream().noneMatch(f -> f.rule().equals(r.rule()))) {
                findings.add(Finding.builder(r.rule(), r.severity(), r.action())
                        .of(report.project(), report.version())
                        .at(report.filename(), 0)
                        .message(r.message())
                        .help(r.help())
                        .build());
            }
        }
        return findings;
    }
}
