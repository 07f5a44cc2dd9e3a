package dev.waag.policy;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Malicious names that come in numbers ({@code hooktest1}, {@code hooktest2}): finds the known one that a name differs from in its
 * numbers alone. Only names with at least {@value #ENOUGH_LETTERS} letters count, and none made of the words that beginners' uploads
 * are made of, nor variants for a version of a platform ({@code …-cu121}).
 */
final class NumberedNames {
    private static final int ENOUGH_LETTERS = 8;
    /** Longer numbers are dates, as in the names of generated clients for a version of a service. */
    private static final int MOST_DIGITS = 5;

    private static final Set<String> EVERYDAY =
            Set.of("package", "project", "module", "library", "test", "example", "hello", "json", "-cu#");

    private final NameTable malicious;
    private final LongTable shapes;

    /** @param honest names whose shapes are left out, whatever malicious name shares them */
    NumberedNames(NameTable malicious, Collection<String> honest) {
        this.malicious = malicious;
        LongTable spared = new LongTable(honest.size() / 8);
        honest.forEach(name -> shape(name).ifPresent(s -> spared.putIfAbsent(s, 0)));
        shapes = new LongTable(malicious.size() / 8);
        for (int i = 0; i < malicious.size(); i++) {
            int index = i;
            shape(malicious.name(i)).filter(s -> !spared.contains(s)).ifPresent(s -> shapes.putIfAbsent(s, index));
        }
    }

    Optional<String> find(String name) {
        return shape(name).map(shapes::get).filter(i -> i != LongTable.ABSENT).map(malicious::name);
    }

    /** The hash of the name with each number written as {@code #}; empty for names that do not count. */
    private static Optional<Long> shape(String name) {
        if (name.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        StringBuilder shape = new StringBuilder(name.length());
        int letters = 0;
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            digits = digit ? digits + 1 : 0;
            if (digits <= 1) {
                shape.append(digit ? '#' : c);
            }
            if (digits > MOST_DIGITS) {
                return Optional.empty();
            }
            if (c >= 'a' && c <= 'z') {
                letters++;
            }
        }
        if (letters < ENOUGH_LETTERS || EVERYDAY.stream().anyMatch(w -> shape.indexOf(w) >= 0)) {
            return Optional.empty();
        }
        return Optional.of(NameHash.of(shape));
    }
}
