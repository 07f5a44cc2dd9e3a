package dev.waag.lock;

import java.util.ArrayList;
import java.util.List;

/**
 * The comments by which pip-compile and uv tell why a pin is there, {@code # via a, b} or one line each:
 *
 * <pre>
 * # via
 * #   -r requirements.in
 * #   requests
 * </pre>
 */
final class ViaComments {
    private static final String VIA = "via";

    private ViaComments() {}

    /** Names of projects, {@code -r file} and {@code -c file}, and what else stands there; none where no such comment is. */
    static List<String> parents(List<String> comments) {
        List<String> parents = new ArrayList<>(1);
        boolean inList = false;
        for (String comment : comments) {
            String text = LogicalLines.strip(comment);
            if (!inList && (text.equals(VIA) || text.startsWith(VIA + " "))) {
                inList = true;
                text = text.substring(VIA.length());
            } else if (inList && !comment.startsWith("   ")) {
                break;
            }
            for (String parent : inList ? text.split(",") : new String[0]) {
                String stripped = LogicalLines.strip(parent);
                int bracket = stripped.indexOf('[');
                if (!stripped.isEmpty()) {
                    parents.add(bracket > 0 && !stripped.startsWith("-") ? stripped.substring(0, bracket) : stripped);
                }
            }
        }
        return parents;
    }
}
