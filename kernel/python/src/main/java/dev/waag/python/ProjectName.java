package dev.waag.python;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A project's name in its normalized form (PEP 503, "Normalized Names"): lower-case ASCII letters, digits and single
 * hyphens, beginning and ending with a letter or digit, at most {@value #MAX_LENGTH} characters.
 *
 * <p>{@code ProjectName.parse("Foo__Bar.baz")} is {@code foo-bar-baz}.
 */
public record ProjectName(String value) implements Comparable<ProjectName> {
    /** The longest name accepted; the longest in use have about 80 characters. */
    public static final int MAX_LENGTH = 200;

    /** Takes a name that is normalized already; throws IllegalArgumentException for any other. */
    public ProjectName {
        if (!isValid(value) || !normalize(value).equals(value)) {
            throw new IllegalArgumentException("not a normalized project name: " + value);
        }
    }

    /** The normalized form of a name; empty where the text does not follow the grammar of PEP 508, "Names". */
    public static Optional<ProjectName> parse(String text) {
        return isValid(text) ? Optional.of(new ProjectName(normalize(text))) : Optional.empty();
    }

    /** PEP 503's normalization of any text: runs of {@code - _ .} become one hyphen, ASCII letters lower case. */
    public static String normalize(String text) {
        if (isNormal(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        boolean inRun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean separator = isSeparator(c);
            if (!separator) {
                out.append(c);
            } else if (!inRun) {
                out.append('-');
            }
            inRun = separator;
        }
        return Ascii.lower(out.toString());
    }

    /** Written out, as is {@link #hashCode}: names are what nearly every map here goes by, and what a record has by itself is slow to begin with. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProjectName name && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(ProjectName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    /** Whether normalizing leaves it as it is, as it does most. */
    private static boolean isNormal(String text) {
        char before = 'a';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hyphen = c == '-';
            if (c == '_' || c == '.' || c >= 'A' && c <= 'Z' || hyphen && before == '-') {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Ascii.isLetterOrDigit(c) && !isSeparator(c)) {
                return false;
            }
        }
        return !isSeparator(text.charAt(0)) && !isSeparator(text.charAt(text.length() - 1));
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '_' || c == '.';
    }
}
