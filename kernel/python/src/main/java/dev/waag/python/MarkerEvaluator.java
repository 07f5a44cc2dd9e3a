package dev.waag.python;

import dev.waag.python.MarkerNode.Comparison;
import dev.waag.python.MarkerNode.Group;
import dev.waag.python.MarkerNode.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a marker (PEP 508, "Environment Markers") as {@code packaging} does: as versions where the variable is one and the other side makes
 * a specifier, else as text. A string names the variable where it stands to the right of another string, and a variable stands for its
 * own name to the right of another variable: neither has a meaning of its own, and Python's tools agree on this one.
 */
final class MarkerEvaluator {
    private static final Set<String> VERSIONS =
            Set.of("implementation_version", "platform_release", "python_full_version", "python_version");
    private static final Set<String> PATCHED = Set.of("implementation_version", "python_full_version");

    private final MarkerValues values;
    private final String extra;
    private final Set<String> extras;

    /** The extras by their normalized names. */
    MarkerEvaluator(MarkerValues values, String extra, Set<String> extras) {
        this.values = values;
        this.extra = extra;
        this.extras = extras;
    }

    /** PEP 503's normalization of an extra's or group's name (PEP 685, PEP 735), which may be any text. */
    static String normalizedName(String name) {
        return ProjectName.normalize(name.toLowerCase(Locale.ROOT));
    }

    /** Every comparison is looked at, so that one without meaning is refused wherever it stands. */
    Truth evaluate(MarkerNode node) throws RequirementException {
        return switch (node) {
            case Comparison comparison -> evaluate(comparison);
            case Group group -> evaluate(group);
        };
    }

    private Truth evaluate(Group group) throws RequirementException {
        Truth any = Truth.NO;
        Truth all = evaluate(group.nodes().getFirst());
        for (int i = 1; i < group.nodes().size(); i++) {
            Truth next = evaluate(group.nodes().get(i));
            boolean isOr = group.joins().get(i - 1).equals("or");
            any = isOr ? any.or(all) : any;
            all = isOr ? next : all.and(next);
        }
        return any.or(all);
    }

    private Truth evaluate(Comparison comparison) throws RequirementException {
        Operand left = comparison.left();
        Operand right = comparison.right();
        String name = left.isVariable() ? left.text() : right.text();
        Optional<Set<String>> set = set(name);
        if (set.isPresent()) {
            if (left.isVariable()) {
                throw undefined(comparison, name + " goes to the right of in");
            }
            return Truth.of(isMember(normalizedName(left.text()), comparison, set.get()));
        }
        if (!name.equals("extra") && !MarkerEnvironment.NAMES.contains(name)) {
            throw undefined(comparison, "there is no marker variable " + Excerpts.of(name));
        }
        Optional<Truth> first = Optional.empty();
        for (String value : possibleValues(name, left.isVariable() ? right.text() : left.text())) {
            Truth truth = Truth.of(
                    left.isVariable()
                            ? compare(value, comparison, right.text(), name)
                            : compare(left.text(), comparison, value, name));
            if (first.isPresent() && first.get() != truth) {
                return Truth.MAYBE;
            }
            first = Optional.of(truth);
        }
        return isKnown(name, comparison.operator()) ? first.orElse(Truth.MAYBE) : Truth.MAYBE;
    }

    /** Text is compared with patch levels that are tried, so only where versions are compared do these stand for all others. */
    private boolean isKnown(String name, String operator) {
        return name.equals("extra")
                || values.known().containsKey(name)
                || PATCHED.contains(name) && values.python().isPresent() && !operator.endsWith("in");
    }

    /**
     * The value of a variable, or values that stand for all that it can have: of an unknown patch level, none below, at and above that
     * named on the other side. Any version stands for what is not known at
     * all, so that a comparison without meaning is found.
     */
    private List<String> possibleValues(String name, String other) {
        if (name.equals("extra")) {
            return List.of(extra);
        }
        String known = values.known().get(name);
        if (known != null) {
            return List.of(known);
        }
        if (!PATCHED.contains(name) || values.python().isEmpty()) {
            return List.of("1.0");
        }
        String prefix = values.python().get().version() + ".";
        int named = patchLevel(other);
        List<String> candidates = new ArrayList<>();
        for (int patch : new int[] {0, Math.max(0, named - 1), named, named + 1, Integer.MAX_VALUE}) {
            candidates.add(prefix + patch);
        }
        return candidates;
    }

    /** The third number of a version, with an operator's end before it or a {@code .*} after it; 0 where it has none. */
    private static int patchLevel(String text) {
        String version = text.replaceFirst("^[=\\s]*", "").replaceFirst("\\.\\*\\s*$", "");
        List<String> release =
                Version.parse(version).map(v -> v.parts().release()).orElse(List.of());
        return release.size() > 2 && release.get(2).length() < 9 ? Integer.parseInt(release.get(2)) : 0;
    }

    private Optional<Set<String>> set(String name) {
        return switch (name) {
            case "extras" -> Optional.of(extras);
            case "dependency_groups" -> Optional.of(values.dependencyGroups());
            default -> Optional.empty();
        };
    }

    private static boolean isMember(String name, Comparison comparison, Set<String> set) throws RequirementException {
        return switch (comparison.operator()) {
            case "in" -> set.contains(name);
            case "not in" -> !set.contains(name);
            case "!=" -> true;
            case "~=", "===" -> throw undefined(comparison, "a set is compared by in and not in");
            default -> false;
        };
    }

    private static boolean compare(String left, Comparison comparison, String right, String name)
            throws RequirementException {
        String operator = comparison.operator();
        Optional<Specifier> specifier = VERSIONS.contains(name) ? specifier(operator + right) : Optional.empty();
        if (specifier.isPresent()) {
            return Specifiers.of(List.of(specifier.get())).contains(left, PreReleases.ALLOWED);
        }
        return switch (operator) {
            case "in" -> right.contains(left);
            case "not in" -> !right.contains(left);
            case "==", "<=", ">=" -> left.equals(right);
            case "!=" -> !left.equals(right);
            case "<", ">" -> false;
            default -> throw undefined(comparison, operator + " compares versions");
        };
    }

    private static Optional<Specifier> specifier(String text) {
        try {
            return Optional.of(Specifier.parse(text));
        } catch (RequirementException e) {
            return Optional.empty(); // then the sides are compared as text
        }
    }

    private static RequirementException undefined(Comparison comparison, String why) {
        return new RequirementException("this comparison has no meaning: " + why, comparison.column());
    }
}
