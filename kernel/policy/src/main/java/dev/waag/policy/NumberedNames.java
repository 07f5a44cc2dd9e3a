package dev.waag.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Malicious names that come in numbers ({@code boogishell2}, {@code boogishell4}): finds the known one that a name differs from in its
 * numbers alone. Only names with at least {@value #ENOUGH_LETTERS} letters count, and none made of the words that beginners' uploads
 * are made of, nor variants for a version of a platform ({@code …-cu121}).
 */
final class NumberedNames {
    private static final int ENOUGH_LETTERS = 8;

    /** Longer numbers are dates, as in the names of generated clients for a version of a service. */
    private static final int MOST_DIGITS = 5;

    private static final List<String> EVERYDAY =
            List.of("package", "project", "module", "library", "test", "example", "hello", "json", "-cu#");

    private static final long NONE = 0;

    private final NameTable malicious;
    private final NameTable honest;
    /** Made for the first name that has a shape at all: few have one. */
    private volatile @Nullable LongTable shapes;

    /** @param honest names whose shapes are left out, whatever malicious name shares them */
    NumberedNames(NameTable malicious, NameTable honest) {
        this.malicious = malicious;
        this.honest = honest;
    }

    private LongTable shapes() {
        LongTable made = shapes;
        if (made == null) {
            made = shapes(malicious, shapes(honest, new LongTable(0)));
            shapes = made;
        }
        return made;
    }

    private static LongTable shapes(NameTable names, LongTable but) {
        int[] numbered = names.numbered();
        LongTable shapes = new LongTable(numbered.length);
        for (int index : numbered) {
            long shape = shape(names.name(index));
            if (shape != NONE && !but.contains(shape)) {
                shapes.putIfAbsent(shape, index);
            }
        }
        return shapes;
    }

    Optional<String> find(String name) {
        long shape = shape(name);
        int index = shape == NONE ? LongTable.ABSENT : shapes().get(shape);
        return index == LongTable.ABSENT ? Optional.empty() : Optional.of(malicious.name(index));
    }

    /** The hash of the name with each number written as {@code #}; {@link #NONE} for names that do not count. */
    private static long shape(String name) {
        int letters = 0;
        int digits = 0;
        int mostDigits = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            digits = digit(c) ? digits + 1 : 0;
            mostDigits = Math.max(mostDigits, digits);
            letters += c >= 'a' && c <= 'z' ? 1 : 0;
        }
        if (mostDigits == 0 || mostDigits > MOST_DIGITS || letters < ENOUGH_LETTERS) {
            return NONE;
        }
        String shape = numbersAsSigns(name);
        for (String everyday : EVERYDAY) {
            if (shape.contains(everyday)) {
                return NONE;
            }
        }
        return NameHash.of(shape);
    }

    private static String numbersAsSigns(String name) {
        StringBuilder shape = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (!digit(name.charAt(i))) {
                shape.append(name.charAt(i));
            } else if (i == 0 || !digit(name.charAt(i - 1))) {
                shape.append('#');
            }
        }
        return shape.toString();
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
