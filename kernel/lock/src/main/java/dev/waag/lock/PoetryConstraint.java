package dev.waag.lock;

import dev.waag.python.Version;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Poetry's version constraints in the standard's form: {@code ^1.2} is {@code >=1.2,<2}, {@code ~1.2} is {@code >=1.2,<1.3}, {@code 1.*}
 * is {@code ==1.*}, {@code 1.2} is {@code ==1.2}, and {@code ||} parts alternatives.
 */
final class PoetryConstraint {
    private static final int LONGEST = 200;
    private static final List<String> OPERATORS = List.of("~=", "==", "!=", "<=", ">=", "<", ">", "^", "~", "=");

    private PoetryConstraint() {}

    /** The alternatives, each as specifiers with commas between them; {@code ""} for any version. Empty where the text is no constraint. */
    static Optional<List<String>> parse(String text) {
        List<String> alternatives = new ArrayList<>(1);
        for (String alternative : text.strip().split("\\|\\|?", -1)) {
            StringBuilder specifiers = new StringBuilder();
            for (String part : parts(alternative)) {
                Optional<String> specifier = one(part);
                if (specifier.isEmpty()) {
                    return Optional.empty();
                }
                if (!specifier.get().isEmpty()) {
                    specifiers.append(specifiers.isEmpty() ? "" : ",").append(specifier.get());
                }
            }
            alternatives.add(specifiers.toString());
        }
        return Optional.of(alternatives);
    }

    /** Commas and spaces part, but for spaces after an operator. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>(2);
        StringBuilder part = new StringBuilder();
        for (String word : text.replace(',', ' ').strip().split("\\s+")) {
            part.append(word);
            if (!OPERATORS.contains(word)) {
                parts.add(part.toString());
                part.setLength(0);
            }
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static Optional<String> one(String part) {
        if (part.isEmpty() || part.length() > LONGEST) {
            return Optional.empty();
        }
        if (isAny(part)) {
            return Optional.of("");
        }
        String operator = "";
        for (String candidate : OPERATORS) {
            if (part.startsWith(candidate)) {
                operator = candidate;
                break;
            }
        }
        String version = part.substring(operator.length());
        boolean wildcard = version.endsWith(".*");
        String plain = version;
        while (plain.endsWith(".*")) {
            plain = plain.substring(0, plain.length() - 2);
        }
        if (Version.parse(plain).isEmpty()) {
            return Optional.empty();
        }
        if (wildcard) {
            return switch (operator) {
                case "", "=", "==" -> Optional.of("==" + plain + ".*");
                case "!=" -> Optional.of("!=" + plain + ".*");
                case ">=", "<" -> Optional.of(operator + plain);
                default -> Optional.empty();
            };
        }
        return switch (operator) {
            case "^" -> Optional.of(">=" + plain + ",<" + next(plain, caret(plain)));
            case "~" ->
                Optional.of(">=" + plain + ",<" + next(plain, release(plain).size() == 1 ? 0 : 1));
            case "~=" -> Optional.of(release(plain).size() == 1 ? ">=" + plain + ",<" + next(plain, 0) : "~=" + plain);
            case "", "=" -> Optional.of("==" + plain);
            default -> Optional.of(operator + plain);
        };
    }

    private static boolean isAny(String part) {
        for (int i = 0; i < part.length(); i++) {
            if ("xX*.".indexOf(part.charAt(i)) < 0) {
                return false;
            }
        }
        return part.charAt(0) != '.';
    }

    /** Which number may not change: the first that is not zero, or the last if all are. */
    private static int caret(String version) {
        List<String> release = release(version);
        for (int i = 0; i < release.size() && i < 3; i++) {
            if (!isZero(release.get(i))) {
                return i;
            }
        }
        return Math.min(release.size(), 3) - 1;
    }

    /** The release with the number at this index raised and those after it dropped, the epoch kept. */
    private static String next(String version, int index) {
        List<String> release = release(version);
        StringBuilder out = new StringBuilder(epoch(version));
        for (int i = 0; i < index; i++) {
            out.append(release.get(i)).append('.');
        }
        return out.append(new BigInteger(release.get(index)).add(BigInteger.ONE))
                .toString();
    }

    private static String epoch(String version) {
        return version.substring(version.startsWith("v") || version.startsWith("V") ? 1 : 0, version.indexOf('!') + 1);
    }

    private static List<String> release(String version) {
        String text = Version.parse(version).orElseThrow().toString();
        List<String> release = new ArrayList<>(3);
        int at = text.indexOf('!') + 1;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && TomlScalars.isDigit(text.charAt(end))) {
                end++;
            }
            if (end == at) {
                break;
            }
            release.add(text.substring(at, end));
            at = end < text.length() && text.charAt(end) == '.' ? end + 1 : text.length();
        }
        return release;
    }

    private static boolean isZero(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
