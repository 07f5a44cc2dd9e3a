package dev.waag.python;

/** Pieces of a text as a message can show them. */
final class Excerpts {
    private static final int LONGEST = 40;

    private Excerpts() {}

    /** The text in quotes on one line, cut where it is long. */
    static String of(String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return "'" + Texts.clean(shown).replace('\n', ' ').replace('\t', ' ') + "'";
    }
}
