package dev.waag.lock;

import dev.waag.python.Marker;
import dev.waag.python.PreReleases;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifier;
import dev.waag.python.Specifiers;
import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A marker as a function of its variables, which can be joined, negated and tried at chosen values. */
sealed interface MarkerLogic {
    MarkerLogic ALWAYS = new All(List.of());

    /** All of them. */
    record All(List<MarkerLogic> parts) implements MarkerLogic {}

    /** At least one of them. */
    record Any(List<MarkerLogic> parts) implements MarkerLogic {}

    record Not(MarkerLogic part) implements MarkerLogic {}

    /** A variable compared with a text; mirrored where the text stands first. */
    record Comparison(String variable, String operator, String text, boolean mirrored, Optional<Specifiers> versions)
            implements MarkerLogic {}

    static MarkerLogic of(Marker marker) {
        return new MarkerLogicParser(marker.toString()).parse();
    }

    static MarkerLogic both(MarkerLogic a, MarkerLogic b) {
        return new All(List.of(a, b));
    }

    static MarkerLogic extra(String name) {
        return new Comparison("extra", "==", name, false, Optional.empty());
    }

    /** That Python's version is among these. */
    static MarkerLogic pythons(Specifiers specifiers) {
        List<MarkerLogic> parts = new ArrayList<>();
        for (Specifier specifier : specifiers.members()) {
            String variable = "python_full_version";
            parts.add(new Comparison(
                    variable,
                    specifier.operator(),
                    specifier.version(),
                    false,
                    versions(variable, specifier.operator(), specifier.version())));
        }
        return new All(parts);
    }

    /** Whether it holds; a variable without a value is the empty text. For {@code extra}, the variable is {@code extra:} and the name. */
    static boolean holds(MarkerLogic logic, Map<String, String> values) {
        if (logic instanceof All all) {
            for (MarkerLogic part : all.parts()) {
                if (!holds(part, values)) {
                    return false;
                }
            }
            return true;
        } else if (logic instanceof Any any) {
            for (MarkerLogic part : any.parts()) {
                if (holds(part, values)) {
                    return true;
                }
            }
            return false;
        } else if (logic instanceof Not not) {
            return !holds(not.part(), values);
        }
        return logic instanceof Comparison c && compare(c, values);
    }

    private static boolean compare(Comparison c, Map<String, String> values) {
        if (c.variable().equals("extra")) {
            boolean isSet = values.containsKey("extra:" + c.text());
            return c.operator().equals("!=") != isSet;
        }
        String value = values.getOrDefault(c.variable(), "");
        if (c.versions().isPresent()) {
            Optional<Version> version = Version.parse(value);
            return version.isPresent() && c.versions().get().contains(version.get(), PreReleases.ALLOWED);
        }
        boolean isVersion = c.variable().startsWith("python_");
        return switch (c.operator()) {
            case "==", "===" -> value.equals(c.text());
            case "!=" -> !value.equals(c.text());
            case "in" ->
                c.mirrored()
                        ? value.contains(c.text())
                        : isVersion ? isListed(value, c.text()) : c.text().contains(value);
            case "not in" ->
                !(c.mirrored()
                        ? value.contains(c.text())
                        : isVersion ? isListed(value, c.text()) : c.text().contains(value));
            case "<" -> value.compareTo(c.text()) < 0;
            case "<=" -> value.compareTo(c.text()) <= 0;
            case ">" -> value.compareTo(c.text()) > 0;
            case ">=" -> value.compareTo(c.text()) >= 0;
            default -> false;
        };
    }

    /** uv takes the text for a list of versions, where others look for a part of a text. */
    private static boolean isListed(String value, String list) {
        Optional<Version> version = Version.parse(value);
        for (String item : list.split("[\\s,|]+")) {
            if (version.isPresent() && version.equals(Version.parse(item))) {
                return true;
            }
        }
        return false;
    }

    /** Adds every comparison in it. */
    static void collect(MarkerLogic logic, List<Comparison> into) {
        if (logic instanceof All all) {
            all.parts().forEach(p -> collect(p, into));
        } else if (logic instanceof Any any) {
            any.parts().forEach(p -> collect(p, into));
        } else if (logic instanceof Not not) {
            collect(not.part(), into);
        } else if (logic instanceof Comparison c) {
            into.add(c);
        }
    }

    /** The versions that a comparison of Python's version names. */
    static Optional<Specifiers> versions(String variable, String operator, String text) {
        if (!variable.equals("python_version") && !variable.equals("python_full_version") || operator.endsWith("in")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Specifiers.parse(operator + text));
        } catch (RequirementException e) {
            return Optional.empty();
        }
    }

    /** A list of which some are needed. */
    static MarkerLogic any(List<MarkerLogic> parts) {
        return new Any(new ArrayList<>(parts));
    }
}
