package dev.waag.code;

/** Small questions about texts. */
final class Literal {
    private Literal() {}

    /** One word, path or command rather than prose. */
    static boolean isToken(String s) {
        int spaces = 0;
        for (int i = 0; i < s.length(); i++) {
            spaces += s.charAt(i) == ' ' ? 1 : 0;
        }
        return s.length() < 120 && spaces < 4;
    }

    /** Whether a source has this name or attribute, not as a part of a longer one. */
    static boolean hasWord(String source, String word) {
        for (int at = source.indexOf(word); at >= 0; at = source.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean before =
                    at == 0 || !Character.isJavaIdentifierPart(source.charAt(at - 1)) && source.charAt(at - 1) != '.';
            if (before && (end == source.length() || !Character.isJavaIdentifierPart(source.charAt(end)))) {
                return true;
            }
        }
        return false;
    }
}
