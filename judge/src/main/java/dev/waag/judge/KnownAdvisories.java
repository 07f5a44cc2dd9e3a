package dev.waag.judge;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.Severity;
import dev.waag.advisory.Vulnerability;
import dev.waag.policy.KnownAdvisory;
import dev.waag.python.ProjectName;
import java.util.List;

/** Vulnerabilities in the terms of the policy. */
public final class KnownAdvisories {
    private KnownAdvisories() {}

    /** Those that affect a version. */
    public static List<KnownAdvisory> of(AdvisoryIndex advisories, ProjectName project, String version) {
        return List.copyOf(advisories.affecting(project, version).stream()
                .map(KnownAdvisories::of)
                .toList());
    }

    public static KnownAdvisory of(Vulnerability v) {
        return new KnownAdvisory(
                v.id(),
                v.aliases(),
                v.severity().map(KnownAdvisories::word).orElse(""),
                v.malicious(),
                v.knownExploited(),
                v.fixedIn(),
                v.summary());
    }

    private static String word(Severity severity) {
        return severity == Severity.NONE ? "info" : severity.toString();
    }
}
