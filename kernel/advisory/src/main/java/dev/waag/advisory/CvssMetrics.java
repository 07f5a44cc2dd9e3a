package dev.waag.advisory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of a vector string, {@code AV:N/AC:L/…}, read by the list of those that a version of CVSS knows. */
final class CvssMetrics {
    private final Map<String, String> values;
    private final String undefined;

    private CvssMetrics(Map<String, String> values, String undefined) {
        this.values = values;
        this.undefined = undefined;
    }

    /** What a version of CVSS knows: its metrics with their values, those that a vector must have, and the value that says nothing. */
    static final class Known {
        private final Map<String, List<String>> metrics = new HashMap<>();
        private final List<String> mandatory;
        private final String undefined;

        /** @param optional as {@code mandatory}: {@code "AV:N,A,L,P AC:L,H"} */
        Known(String mandatory, String optional, String undefined) {
            this.mandatory = new ArrayList<>(add(mandatory));
            this.undefined = undefined;
            for (String metric : add(optional)) {
                metrics.computeIfPresent(metric, (m, values) -> {
                    List<String> more = new ArrayList<>(values);
                    more.add(undefined);
                    return more;
                });
            }
        }

        private List<String> add(String listed) {
            List<String> names = new ArrayList<>();
            for (String one : listed.split(" ")) {
                int colon = one.indexOf(':');
                names.add(one.substring(0, colon));
                metrics.put(
                        one.substring(0, colon),
                        List.of(one.substring(colon + 1).split(",")));
            }
            return names;
        }

        /** Empty where the text has an unknown metric or value, one twice, or lacks one that is mandatory. Any order will do. */
        Optional<CvssMetrics> read(String text) {
            Map<String, String> values = new HashMap<>();
            for (String part : text.split("/", -1)) {
                int colon = part.indexOf(':');
                String name = colon < 0 ? part : part.substring(0, colon);
                String value = part.substring(colon + 1);
                List<String> allowed = metrics.getOrDefault(name, List.of());
                if (colon < 0 || !allowed.contains(value) || values.put(name, value) != null) {
                    return Optional.empty();
                }
            }
            return values.keySet().containsAll(mandatory)
                    ? Optional.of(new CvssMetrics(values, undefined))
                    : Optional.empty();
        }
    }

    /** The value of a metric; the one that says nothing where the vector has none. */
    String get(String metric) {
        return values.getOrDefault(metric, undefined);
    }

    /** Its modified value where the vector gives one, else that of the metric itself. */
    String modified(String metric) {
        return has("M" + metric) ? get("M" + metric) : get(metric);
    }

    boolean has(String metric) {
        return !get(metric).equals(undefined);
    }

    boolean hasAny(List<String> metrics) {
        for (String metric : metrics) {
            if (has(metric)) {
                return true;
            }
        }
        return false;
    }
}
