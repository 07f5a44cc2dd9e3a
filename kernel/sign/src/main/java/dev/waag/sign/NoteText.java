package dev.waag.sign;

/** Which characters a note may hold (C2SP signed-note, "Format"): valid UTF-8, no control character but the newline. */
final class NoteText {
    private NoteText() {}

    static boolean isAllowed(String text) {
        return isUnicode(text) && text.chars().allMatch(c -> c >= 0x20 || c == '\n');
    }

    /** Whether the text can be written as UTF-8: it has no half of a surrogate pair. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
