package dev.waag.check;

import dev.waag.advisory.Assessment;
import dev.waag.advisory.Severity;
import dev.waag.advisory.Vulnerability;
import java.util.List;
import java.util.Optional;

/** What sources of advisories disagree about, in words. */
final class Disagreements {
    private Disagreements() {}

    /** About one vulnerability, with the age of what each says; empty where they agree. */
    static String of(Vulnerability v) {
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
