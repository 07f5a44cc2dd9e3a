package dev.waag.server;

import java.util.Map;

/** Writes the text-based exposition format of Prometheus, version 0.0.4. */
final class MetricsText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder(4096);

    /** Begins a metric; its samples follow. A counter's name ends with {@code _total}. */
    MetricsText metric(String name, String help) {
        String type = name.endsWith("_total") ? "counter" : "gauge";
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    MetricsText sample(String name, Map<String, String> labels, long value) {
        out.append(name);
        if (!labels.isEmpty()) {
            String before = "{";
            for (Map.Entry<String, String> label : labels.entrySet()) {
                out.append(before)
                        .append(label.getKey())
                        .append("=\"")
                        .append(escaped(label.getValue()))
                        .append('"');
                before = ",";
            }
            out.append('}');
        }
        out.append(' ').append(value).append('\n');
        return this;
    }

    /** A metric with one sample. */
    MetricsText single(String name, String help, long value) {
        return metric(name, help).sample(name, Map.of(), value);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
