package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Characters beyond ASCII that are there to deceive (Unicode Technical Standard 39, CVE-2021-42574). */
final class Characters {
    private static final Pattern WORD_ENDS = Pattern.compile("[_0-9]+");
    private static final Pattern IMPORT = Pattern.compile("^\\s*(?:import|from)\\s");
    /** Words that mean something to the interpreter or to every reader of Python. */
    private static final Set<String> BUILT_IN = Set.of(
            ("exec eval compile open print input import getattr setattr delattr globals locals vars dir type id len str"
                            + " bytes int float list dict set tuple super object property range map filter zip sum min max"
                            + " abs hash iter next repr bool all any sorted self cls True False None os sys subprocess"
                            + " socket system popen run call check output request requests urllib http base64 ctypes shutil"
                            + " pathlib json pickle marshal importlib builtins environ getenv password token admin user")
                    .split(" "));

    private Characters() {}

    /** @return whether identifiers beyond ASCII were found */
    static boolean look(Source source, Phase phase, Findings findings) {
        String s = new String(source.utf8(), UTF_8);
        boolean names = false;
        int line = 1;
        int start = 0;
        int open = 0;
        int opened = 0;
        int selectors = 0;
        @Nullable BitSet prose = null;
        for (int i = 0; i < s.length(); ) {
            int c = s.codePointAt(i);
            // an override that is not closed before its line or literal ends reorders what comes after it in the line,
            // if there is a word
            boolean ends = open > 0 && (c == '\n' || c == '"' || c == '\'');
            if (ends && prose == null) {
                prose = Outline.of(source.utf8()).blankLines();
            }
            // order is a matter of single lines: within a docstring's inner ones no character can pass for code
            if (ends
                    && prose != null
                    && (!prose.get(line) || text(s, start).stripLeading().startsWith("#"))
                    && text(s, opened).chars().anyMatch(Character::isLetterOrDigit)) {
                findings.add(
                        Signal.BIDIRECTIONAL,
                        phase,
                        line,
                        "has characters that change the order in which it is shown",
                        text(s, start));
                open = 0;
            }
            if (c == '\n') {
                open = 0;
                line++;
                start = i + 1;
            } else if (c > 127) {
                opened = open == 0 ? i : opened;
                open += opens(c) ? 1 : closes(c) && open > 0 ? -1 : 0;
                selectors = isSelector(c) ? selectors + 1 : 0;
                if (selectors == 8) {
                    findings.add(
                            Signal.INVISIBLE,
                            phase,
                            line,
                            "has a run of characters that cannot be seen: text may hide in them",
                            text(s, start));
                } else if (isInvisible(c) && joinsName(s, i, c)) {
                    findings.add(
                            Signal.INVISIBLE,
                            phase,
                            line,
                            "has characters that cannot be seen inside its words",
                            text(s, start));
                } else if (!names && Character.isLetter(c)) {
                    names = looksLatin(c);
                }
            }
            i += Character.charCount(c);
        }
        return names;
    }

    private static String text(String s, int start) {
        int end = s.indexOf('\n', start);
        return s.substring(start, Math.min(end < 0 ? s.length() : end, start + 400));
    }

    private static boolean opens(int c) {
        return c >= 0x202A && c <= 0x202B || c >= 0x202D && c <= 0x202E || c >= 0x2066 && c <= 0x2068;
    }

    private static boolean closes(int c) {
        return c == 0x202C || c == 0x2069;
    }

    /** Variation selectors and tags: many in a row carry bytes, not shapes. */
    private static boolean isSelector(int c) {
        return c >= 0xFE00 && c <= 0xFE0F || c >= 0xE0100 && c <= 0xE01EF || c >= 0xE0000 && c <= 0xE007F;
    }

    private static boolean isInvisible(int c) {
        return c >= 0x200B && c <= 0x200D
                || c == 0x2060
                || c == 0xFEFF
                || c == 0x3164
                || c == 0x115F
                || c == 0x1160
                || c == 0xFFA0;
    }

    private static boolean joinsName(String s, int i, int c) {
        int next = i + Character.charCount(c);
        return i > 0 && next < s.length() && isAsciiWord(s.charAt(i - 1)) && isAsciiWord(s.charAt(next))
                || c == 0x3164
                || c == 0xFFA0
                || c >= 0xE0000;
    }

    private static boolean isAsciiWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    /** Letters of other scripts that are taken for Latin ones, and these. */
    private static final String LIKE = "аеорсухіјѕԁһԛԝӏ" + "АВЕКМНОРСТХІЈЅ" + "οανρτικ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "սոօցհ";

    private static final String LATIN = "aeopcyxijsdhqwl" + "ABEKMHOPCTXIJS" + "oavptik" + "ABEZHIKMNOPTYX" + "unogh";

    private static boolean looksLatin(int c) {
        return LIKE.indexOf(c) >= 0 || isStyled(c);
    }

    /** Letters that the interpreter itself reads as plain ones (NFKC): 𝐞𝐱𝐞𝐜, ｅｘｅｃ. */
    private static boolean isStyled(int c) {
        if (c < 0x2100 && c != 0xAA && c != 0xBA && c != 0x17F) {
            return false;
        }
        String plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
        return plain.length() == 1 && isAsciiWord(plain.charAt(0));
    }

    /**
     * Looks at the names in a tree: at letters that look like others, next to those others or making a whole word. Such a name deceives where there is
     * the one that it looks like: in this file, among the interpreter's own, or in another module that is imported (UTS 39, section 4).
     */
    static void names(Tree tree, Phase phase, Findings findings) {
        List<Integer> high = new ArrayList<>();
        for (int n = 0; n < tree.size(); n++) {
            if (tree.kind(n) == Kind.IDENTIFIER && hasHigh(tree, n)) {
                high.add(n);
            }
        }
        if (high.isEmpty()) {
            return;
        }
        Set<String> latin = new HashSet<>(BUILT_IN);
        for (int n = 0; n < tree.size(); n++) {
            if (tree.kind(n) == Kind.IDENTIFIER && !hasHigh(tree, n)) {
                WORD_ENDS.splitAsStream(name(tree, n)).forEach(latin::add);
            }
        }
        for (int n : high) {
            List<String> disguised = WORD_ENDS
                    .splitAsStream(name(tree, n))
                    .filter(Characters::isDisguised)
                    .toList();
            if (disguised.isEmpty()) {
                continue;
            }
            String line = tree.lineText(tree.start(n), 400);
            boolean deceives = IMPORT.matcher(line).find()
                    || disguised.stream()
                            .anyMatch(w ->
                                    latin.contains(read(w)) || w.codePoints().allMatch(Characters::isStyled));
            findings.add(
                    deceives ? Signal.CONFUSABLE : Signal.MIXED_SCRIPTS,
                    phase,
                    tree.line(tree.start(n)),
                    "has a name with a letter that only looks like a Latin one",
                    line);
        }
    }

    private static String name(Tree tree, int n) {
        return new String(tree.source, tree.start(n), tree.end(n) - tree.start(n), UTF_8);
    }

    /** A word as people read it. */
    private static String read(String word) {
        StringBuilder out = new StringBuilder(word.length());
        normal(word).chars().forEach(c -> out.append(LIKE.indexOf(c) < 0 ? (char) c : LATIN.charAt(LIKE.indexOf(c))));
        return out.toString();
    }

    /** One word of a name: those who write their own language put Latin words beside others, not within them. */
    private static boolean isDisguised(String word) {
        boolean latin = word.chars().anyMatch(c -> isAsciiWord((char) c));
        boolean like = word.codePoints().anyMatch(c -> c > 127 && looksLatin(c));
        boolean all = word.codePoints().filter(c -> c > 127).allMatch(Characters::looksLatin);
        return like && (latin || all && word.length() > 2);
    }

    private static boolean hasHigh(Tree tree, int n) {
        for (int i = tree.start(n); i < tree.end(n); i++) {
            if (tree.source[i] < 0) {
                return true;
            }
        }
        return false;
    }

    /** As the interpreter reads a name (Python's reference, "Identifiers and keywords"). */
    static String normal(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 127) {
                return Normalizer.normalize(name, Normalizer.Form.NFKC);
            }
        }
        return name;
    }
}
