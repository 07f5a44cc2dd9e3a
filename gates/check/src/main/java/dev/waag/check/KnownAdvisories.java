package dev.waag.check;

import dev.waag.advisory.Assessment;
import dev.waag.advisory.Severity;
import dev.waag.advisory.Vulnerability;
import dev.waag.policy.KnownAdvisory;
import java.util.List;
import java.util.Optional;

/** Vulnerabilities in the terms of the policy and of the reader. */
final class KnownAdvisories {
    private KnownAdvisories() {}

    static KnownAdvisory of(Vulnerability v) {
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

    /** What the sources disagree about, with the age of what each says; empty where they agree. */
    static String disagreement(Vulnerability v) {
        if (v.disagreements().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("Sources disagree:");
        String separator = " ";
        for (Assessment a : v.assessments()) {
            text.append(separator)
                    .append(a.id())
                    .append(a.modified()
                            .map(t -> " of " + t.toString().substring(0, 10))
                            .orElse(" (no date)"))
                    .append(" says ")
                    .append(said(a));
            separator = "; ";
        }
        return text.append('.').toString();
    }

    private static String said(Assessment a) {
        return switch (a.standing()) {
            case NOT_AFFECTED -> "not affected";
            case WITHDRAWN -> "withdrawn";
            case AFFECTED -> {
                Optional<String> severity = a.severity().map(Severity::toString);
                List<String> fixed = a.fixedIn();
                yield severity.orElse("no severity") + ", "
                        + (fixed.isEmpty() ? "no fix" : "fixed in " + String.join(", ", fixed));
            }
        };
    }
}
