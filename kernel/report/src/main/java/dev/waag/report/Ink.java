package dev.waag.report;

/** Colours for a terminal, or none. */
record Ink(boolean on) {
    static final String NONE = "";
    static final String BOLD = "1";
    static final String DIM = "2";
    static final String RED = "31";
    static final String GREEN = "32";
    static final String YELLOW = "33";
    static final String CYAN = "36";
    static final String ALARM = "1;31";

    /** Appends the text in a style. */
    void put(StringBuilder out, String text, String style) {
        if (on && !style.isEmpty()) {
            out.append("\u001B[").append(style).append('m').append(text).append("\u001B[0m");
        } else {
            out.append(text);
        }
    }

    static String ofSeverity(String severity) {
        return switch (severity) {
            case "critical" -> ALARM;
            case "high" -> RED;
            case "medium" -> YELLOW;
            case "low" -> CYAN;
            default -> DIM;
        };
    }
}
