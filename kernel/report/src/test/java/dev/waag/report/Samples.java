package dev.waag.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports to render. */
final class Samples {
    static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    static final FindingWaiver WAIVER = new FindingWaiver(
            "file-0a1b2c3d4e5f", "known-vulnerable", "ann", "we never parse untrusted templates", "2026-12-31");
    static final String DIGEST = "a".repeat(64);

    /** Texts as an attacker writes them: markup of every format, terminal commands, direction marks, broken pairs. */
    static final List<String> HOSTILE = List.of(
            "quotes \" ' and `ticks`",
            "a | pipe || and \\| a backslash \\",
            "two\nlines\r\nand\ttabs",
            "]]> <script>alert(1)</script> &amp; </failure></testcase>",
            "\u001B]0;owned\u0007\u001B[2J\u009B31m \u0000\u0008 del\u007F",
            "emoji \uD83D\uDE80\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \u8B66\u544A e\u0301",
            "right to left \u202Etxt.exe\u202C \u05E9\u05DC\u05D5\u05DD \u2066x\u2069 \u200F",
            "unpaired \uD83D and \uDE80, none \uFFFE\uFFFF, zero\u200Bwidth\uFEFF, line\u2028separators\u2029",
            "[link](https://files.example/x) ![image](x) @everyone #1 {0} </details> <!-- x -->",
            "w".repeat(700));

    private Samples() {}

    static CheckReport usual() {
        List<Finding> findings = new ArrayList<>();
        Finding jinja = Finding.builder("known-vulnerable", "medium", "deny")
                .of("jinja2", "3.1.2")
                .at("requirements.txt", 7)
                .advisory("GHSA-h5c8-rqwp-cp95", List.of("CVE-2024-22195", "PYSEC-2024-1"))
                .fixedIn(List.of("3.1.3"))
                .path(List.of("flask", "jinja2"))
                .message(
                        "jinja2 3.1.2 is affected by GHSA-h5c8-rqwp-cp95: HTML attribute injection when passing user input as keys to xmlattr filter")
                .help("Upgrade to 3.1.3 or later")
                .build();
        findings.add(jinja);
        findings.add(Finding.builder("known-vulnerable", "high", "deny")
                .of("jinja2", "3.1.2")
                .at("requirements.txt", 7)
                .advisory("GHSA-q2x7-8rv6-6q7h", List.of("CVE-2024-56326"))
                .fixedIn(List.of("3.1.5", "4.0.1"))
                .knownExploited(true)
                .path(List.of("flask", "jinja2"))
                .message(
                        "jinja2 3.1.2 is affected by GHSA-q2x7-8rv6-6q7h: a sandbox breakout through indirect reference to format method")
                .help("Upgrade to 3.1.5 or later")
                .build());
        for (String file : List.of("requirements.txt", "dev/requirements.txt")) {
            findings.add(Finding.builder("known-malicious", "critical", "deny")
                    .of("zz-bad", "0.1")
                    .at(file, 4)
                    .advisory("MAL-2026-3", List.of())
                    .message("zz-bad 0.1 is known to be malicious")
                    .help("Remove it, and renew every secret that the machine could reach")
                    .build());
        }
        findings.add(Finding.builder("known-vulnerable", "medium", "deny")
                .of("acme-templates", "1.0")
                .at("uv.lock", 40)
                .advisory("WAAG-2026-9", List.of())
                .message("acme-templates 1.0 is affected by WAAG-2026-9")
                .help("No fixed version exists: replace it, or waive it for a time")
                .waiver(WAIVER)
                .build());
        findings.add(Finding.builder("cooldown", "medium", "hold")
                .of("fresh", "9.0.0")
                .at("uv.lock", 12)
                .path(List.of("fresh"))
                .message("Uploaded 5 hours ago; the policy waits 72 hours")
                .help("Pin 8.9.1, or wait until 2026-11-25")
                .build()
                .withExpired(new FindingWaiver("file-1", "cooldown", "bob", "needed now", "2026-11-20")));
        findings.add(Finding.builder("unhashed", "low", "warn")
                .of("fresh", "9.0.0")
                .at("uv.lock", 12)
                .message("The pin has no hash")
                .help("Lock with hashes: waag lock")
                .build());
        findings.add(Finding.builder("advisories-stale", "medium", "warn")
                .message("The newest advisory is 3 days old")
                .help("Refresh the advisories")
                .build());
        findings.add(Finding.builder("lock-drift", "medium", "deny")
                .at("poetry.lock", 0)
                .message("The lock does not belong to its pyproject.toml")
                .help("Run poetry lock")
                .build());
        return new CheckReport(
                findings,
                List.of(
                        new PinnedProject(
                                "jinja2",
                                "3.1.2",
                                "requirements.txt",
                                7,
                                "BSD-3-Clause",
                                List.of("sha256:" + DIGEST),
                                false),
                        new PinnedProject("zz-bad", "0.1", "requirements.txt", 4, "", List.of(), true),
                        new PinnedProject(
                                "zz-bad",
                                "0.1",
                                "dev/requirements.txt",
                                4,
                                "",
                                List.of("sha256:" + "b".repeat(64), "md5:" + "c".repeat(32)),
                                true),
                        new PinnedProject(
                                "acme-templates",
                                "1.0",
                                "uv.lock",
                                40,
                                "MIT OR Apache-2.0",
                                List.of(DIGEST, "blake2b:" + "d".repeat(128)),
                                true),
                        new PinnedProject(
                                "fresh", "9.0.0", "uv.lock", 12, "", List.of("sha256:not hex", "whirlpool:00"), true),
                        new PinnedProject("zz-fine", "2.0+local.1", "uv.lock", 0, "", List.of(), true),
                        new PinnedProject("unpinned", "", "requirements.txt", 9, "", List.of(), true)),
                List.of(
                        new AdvisorySet(
                                "https://files.example/osv/all.zip",
                                25_341,
                                Optional.of(Instant.parse("2026-11-19T08:00:00Z"))),
                        new AdvisorySet("advisories/", 1, Optional.empty())),
                List.of("hash-unknown", "project-status", "yanked"),
                List.of(
                        new UnusedWaiver(
                                "file-2", "unhashed", "zz-nobody", "", "", "ann", "being replaced", "2026-12-31"),
                        new UnusedWaiver(
                                "file-3",
                                "known-vulnerable",
                                "",
                                "",
                                "CVE-2020-1",
                                "bob",
                                "left behind",
                                "2026-11-20")),
                List.of(
                        new RuleText(
                                "known-vulnerable",
                                "high",
                                "Versions with a known vulnerability",
                                "Upgrade to a fixed version"),
                        new RuleText("known-malicious", "critical", "Versions that were made to do harm", "Remove it"),
                        new RuleText("cooldown", "medium", "Versions too young to have been looked at", "Wait")),
                AT,
                "0.1.0");
    }

    static CheckReport clean() {
        return new CheckReport(
                List.of(),
                List.of(new PinnedProject(
                        "zz-fine", "2.0", "requirements.txt", 1, "MIT", List.of("sha256:" + DIGEST), true)),
                List.of(new AdvisorySet("osv.zip", 12, Optional.of(AT))),
                List.of(),
                List.of(),
                List.of(),
                AT,
                "0.1.0");
    }

    /** Every text of the model is each hostile text in turn. */
    static CheckReport hostile() {
        List<Finding> findings = new ArrayList<>();
        List<PinnedProject> projects = new ArrayList<>();
        List<UnusedWaiver> unused = new ArrayList<>();
        List<RuleText> rules = new ArrayList<>();
        for (int i = 0; i < HOSTILE.size(); i++) {
            String t = HOSTILE.get(i);
            Finding f = Finding.builder(
                            "rule" + t,
                            SeverityWords.ALL.get(i % 5),
                            i % 3 == 0 ? "deny" : i % 3 == 1 ? "hold" : "warn")
                    .of("p" + t, "1" + t)
                    .at(i == 3 ? "/abs/" + t : i == 4 ? "a:b\\" + t : "dir/" + t, i)
                    .advisory("ID" + t, List.of(t, "b" + t))
                    .fixedIn(List.of(t))
                    .path(List.of(t, "p" + t))
                    .message(t)
                    .help(t)
                    .build();
            findings.add(f);
            findings.add(f.withWaiver(new FindingWaiver(t, t, t, t, t)));
            projects.add(new PinnedProject("p" + t, "1" + t, t, i, t, List.of(t, "sha256:" + t), i % 2 == 0));
            unused.add(new UnusedWaiver(t, t, t, t, t, t, t, t));
            rules.add(new RuleText("rule" + t, "high", t, t));
        }
        return new CheckReport(
                findings,
                projects,
                List.of(new AdvisorySet(HOSTILE.get(4), 1, Optional.of(AT))),
                HOSTILE,
                unused,
                rules,
                AT,
                HOSTILE.get(4));
    }

    static CheckReport of(Finding... findings) {
        return new CheckReport(List.of(findings), List.of(), List.of(), List.of(), List.of(), List.of(), AT, "0.1.0");
    }
}
