package dev.waag.doctor;

/** One spot where a setting is written, and the words to mend it there. */
record Where(Source source, int line, String spelling, Source.Style style) {
    String place() {
        return source.place();
    }

    boolean inEnvironment() {
        return place().equals(Source.ENVIRONMENT);
    }

    /** {@code place:line}, or {@code environment}. */
    String at() {
        return line == 0 ? place() : place() + ":" + line;
    }

    private String onLine() {
        return line == 0 ? "in " + place() : "on line " + line + " of " + place();
    }

    /** Instruction to take the setting away. */
    String remove() {
        return inEnvironment()
                ? "unset " + spelling + " (and take it out of the profile or CI settings that export it)"
                : "remove `" + spelling + "` " + onLine();
    }

    /** Instruction to give the setting another value. */
    String replace(String value) {
        if (inEnvironment()) {
            return "export " + spelling + "=" + value;
        }
        String written = switch (style) {
            case VARIABLE -> spelling + "=" + value;
            case OPTION -> spelling + " " + value;
            case INI -> spelling + " = " + value;
            case TOML -> spelling + " = \"" + value + "\"";
        };
        return onLine() + " write `" + written + "`";
    }
}
