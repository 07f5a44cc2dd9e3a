package dev.waag.python;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One version specifier, an operator and a version (PEP 440, "Version specifiers"). Prints as written without its white space; equal
 * are those that mean the same, {@code ==1.0} and {@code ==1.0.0}.
 */
public final class Specifier {
    static final String ARBITRARY = "===";
    private static final String PREFIX = ".*";
    /** An operator that begins with another stands before it. */
    private static final List<String> OPERATORS = List.of(ARBITRARY, "~=", "==", "!=", "<=", ">=", "<", ">");

    private final String operator;
    private final String version;
    private final Optional<Version> parsed;
    private final Predicate<Version> rule;
    private final String canonical;

    private Specifier(
            String operator, String version, Optional<Version> parsed, Predicate<Version> rule, String canonical) {
        this.operator = operator;
        this.version = version;
        this.parsed = parsed;
        this.rule = rule;
        this.canonical = canonical;
    }

    /** One specifier, white space around it and after the operator ignored. */
    public static Specifier parse(String text) throws RequirementException {
        return parse(text, 1);
    }

    /** One specifier whose text begins at this column of a longer one. */
    static Specifier parse(String text, int column) throws RequirementException {
        int start = PythonSpaces.skip(text, 0);
        String operator = operatorAt(text, start);
        if (operator.isEmpty()) {
            throw new RequirementException(
                    "expected a version specifier such as >=1.0", column + Math.min(start, text.length()));
        }
        int versionStart = PythonSpaces.skip(text, start + operator.length());
        String version = PythonSpaces.strip(text.substring(versionStart));
        return of(operator, version, column + versionStart);
    }

    /** The operator that stands at this index; {@code ""} where none does. */
    static String operatorAt(String text, int index) {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, index)) {
                return operator;
            }
        }
        return "";
    }

    public String operator() {
        return operator;
    }

    /** The version as written, with the {@code .*} of a prefix match. */
    public String version() {
        return version;
    }

    /** Whether only this one version fits: {@code ==} without {@code .*}, or {@code ===}. */
    public boolean isExact() {
        return operator.equals(ARBITRARY) || operator.equals("==") && !isPrefix();
    }

    /** Whether a pre-release is named, by any operator but {@code !=}; such a specifier lets pre-releases in by default. */
    public boolean namesPreRelease() {
        return !operator.equals("!=")
                && !isPrefix()
                && parsed.isPresent()
                && parsed.get().isPrerelease();
    }

    /** The version named; empty where the text after {@code ===} is none. */
    Optional<Version> parsedVersion() {
        return parsed;
    }

    /** A text that is equal where the meaning is. */
    String canonical() {
        return canonical;
    }

    /** Whether it is {@code ===}, which may name what is no version. */
    public boolean isArbitrary() {
        return operator.equals(ARBITRARY);
    }

    boolean matches(Version candidate) {
        return isArbitrary() ? equalsText(candidate.toString()) : rule.test(candidate);
    }

    /** {@code ===} compares the text itself, in either case of letters. */
    boolean equalsText(String candidate) {
        return lower(candidate).equals(lower(version));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Specifier s && canonical.equals(s.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    @Override
    public String toString() {
        return operator + version;
    }

    private static Specifier of(String operator, String version, int column) throws RequirementException {
        if (operator.equals(ARBITRARY)) {
            checkArbitrary(version, column);
            return new Specifier(operator, version, Version.parse(version), v -> false, operator + version);
        }
        boolean prefix = version.endsWith(PREFIX);
        String named = prefix ? version.substring(0, version.length() - PREFIX.length()) : version;
        Optional<Version> parsed = Version.parse(named);
        // white space before the .* is no part of a version
        if (parsed.isEmpty() || !PythonSpaces.strip(named).equals(named)) {
            throw new RequirementException("not a version after " + operator + ": " + Excerpts.of(version), column);
        }
        checkAllowed(operator, parsed.get(), prefix, column);
        String canonical = prefix
                ? version
                : operator.equals("~=") ? parsed.get().toString() : parsed.get().key();
        return new Specifier(
                operator, version, parsed, SpecifierRules.rule(operator, parsed.get(), prefix), operator + canonical);
    }

    private static void checkArbitrary(String version, int column) throws RequirementException {
        for (int i = 0; i < version.length(); i++) {
            char c = version.charAt(i);
            if (PythonSpaces.isSpace(c) || c == ';' || c == ')') {
                throw new RequirementException("white space, ';' and ')' cannot stand in what follows ===", column + i);
            }
        }
    }

    private static void checkAllowed(String operator, Version version, boolean prefix, int column)
            throws RequirementException {
        boolean equality = operator.equals("==") || operator.equals("!=");
        if (prefix && !equality) {
            throw new RequirementException("a .* at the end goes with == and != alone", column);
        }
        if (prefix && !version.parts().isReleaseOnly()) {
            throw new RequirementException(
                    "a .* at the end cannot follow a pre-release, post-release, development or local part", column);
        }
        if (version.isLocal() && !equality) {
            throw new RequirementException("a local part goes with == and != alone", column);
        }
        if (operator.equals("~=") && version.parts().release().size() < 2) {
            throw new RequirementException("~= needs at least two numbers, as in ~=1.0", column);
        }
    }

    private boolean isPrefix() {
        return !isArbitrary() && version.endsWith(PREFIX);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
