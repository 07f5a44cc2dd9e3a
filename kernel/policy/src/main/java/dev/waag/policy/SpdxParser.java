package dev.waag.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads SPDX licence expressions. {@code AND} binds closer than {@code OR}, {@code WITH} closer than both; operators and ids in any case, as
 * Python's metadata has it (PEP 639).
 */
final class SpdxParser {
    /** Of an expression, in characters; real ones have less than a hundred. */
    static final int LONGEST = 10_000;

    private static final int DEEPEST = 64;
    private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[^\\s()]+)\\s*");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
    private static final Pattern REF = Pattern.compile("(?i)(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+");
    private static final Pattern ADDITION =
            Pattern.compile("(?i)(DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+");
    private static final String REF_PREFIX = "LicenseRef-";

    /** Not an expression. */
    private static final class Broken extends Exception {}

    private final List<String> tokens;
    private final boolean listed;
    private int at;

    private SpdxParser(List<String> tokens, boolean listed) {
        this.tokens = tokens;
        this.listed = listed;
    }

    /** The expression, where it is one; ids that are not on the list are kept as they are. */
    static Optional<Spdx> parse(String text) {
        return parse(text, false);
    }

    /** The expression, where it is one and has no ids but those of the list and {@code LicenseRef-…}. */
    static Optional<Spdx> parseListed(String text) {
        return parse(text, true);
    }

    private static Optional<Spdx> parse(String text, boolean listed) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        List<String> tokens = new ArrayList<>();
        Matcher m = TOKEN.matcher(text);
        while (m.lookingAt()) {
            tokens.add(m.group(1));
            m.region(m.end(), text.length());
        }
        try {
            SpdxParser parser = new SpdxParser(tokens, listed);
            Spdx read = parser.or(0);
            return parser.at == tokens.size() ? Optional.of(read) : Optional.empty();
        } catch (Broken e) {
            return Optional.empty();
        }
    }

    private Spdx or(int depth) throws Broken {
        List<Spdx> parts = new ArrayList<>();
        do {
            parts.add(and(depth));
        } while (skip("OR"));
        return joined(parts, Spdx.Or.class, Spdx.Or::parts, Spdx.Or::new);
    }

    private Spdx and(int depth) throws Broken {
        List<Spdx> parts = new ArrayList<>();
        do {
            parts.add(part(depth));
        } while (skip("AND"));
        return joined(parts, Spdx.And.class, Spdx.And::parts, Spdx.And::new);
    }

    /** {@code (A OR B) OR C} is {@code A OR B OR C}. */
    private static <T extends Spdx> Spdx joined(
            List<Spdx> parts, Class<T> kind, Function<T, List<Spdx>> inner, Function<List<Spdx>, Spdx> join) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        List<Spdx> flat = new ArrayList<>();
        for (Spdx part : parts) {
            if (kind.isInstance(part)) {
                flat.addAll(inner.apply(kind.cast(part)));
            } else {
                flat.add(part);
            }
        }
        return join.apply(List.copyOf(flat));
    }

    private Spdx part(int depth) throws Broken {
        if (depth > DEEPEST) {
            throw new Broken();
        }
        if (skip("(")) {
            Spdx inner = or(depth + 1);
            if (!skip(")")) {
                throw new Broken();
            }
            return inner;
        }
        String word = next();
        Optional<String> ref = ref(word, REF);
        boolean plus = ref.isEmpty() && word.endsWith("+");
        String id = ref.isPresent() ? ref.get() : id(plus ? word.substring(0, word.length() - 1) : word);
        return new Spdx.One(id, plus, skip("WITH") ? Optional.of(exception(next())) : Optional.empty());
    }

    private String id(String word) throws Broken {
        Optional<String> id = SpdxIds.licence(word);
        if (id.isEmpty() && (listed || !ID.matcher(word).matches())) {
            throw new Broken();
        }
        return id.orElse(word);
    }

    private String exception(String word) throws Broken {
        Optional<String> id = SpdxIds.exception(word).or(() -> ref(word, ADDITION));
        if (id.isEmpty() && (listed || !ID.matcher(word).matches())) {
            throw new Broken();
        }
        return id.orElse(word);
    }

    private static Optional<String> ref(String word, Pattern pattern) {
        if (!pattern.matcher(word).matches()) {
            return Optional.empty();
        }
        boolean plain = word.regionMatches(true, 0, REF_PREFIX, 0, REF_PREFIX.length());
        return Optional.of(plain ? REF_PREFIX + word.substring(REF_PREFIX.length()) : word);
    }

    private boolean skip(String token) {
        boolean there = at < tokens.size() && tokens.get(at).equalsIgnoreCase(token);
        at += there ? 1 : 0;
        return there;
    }

    private String next() throws Broken {
        if (at >= tokens.size()) {
            throw new Broken();
        }
        String word = tokens.get(at++);
        if (List.of("AND", "OR", "WITH", "(", ")").contains(word.toUpperCase(Locale.ROOT))) {
            throw new Broken();
        }
        return word;
    }
}
