package dev.waag.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Licences as SPDX expressions: what a release's metadata says, and whether somebody allows it.
 *
 * <p>What is a known name but no single licence of the SPDX list is a {@code LicenseRef-…}: a family whose version nobody says
 * ({@code LicenseRef-BSD}), or a word such as {@code LicenseRef-Proprietary}.
 */
public final class Licences {
    /** The longest free text that is read as a name rather than as the text of a licence, in characters. */
    private static final int LONGEST_NAME = 200;

    private static final Pattern OR = Pattern.compile("(?i)\\s+or\\s+|\\s*[/|]\\s*");
    private static final Pattern AND = Pattern.compile("(?i)\\s+and\\s+|\\s*[,;&]\\s*(and\\s+)?");

    private Licences() {}

    /**
     * What the metadata of a release says about its licence (core metadata's {@code License-Expression}, {@code License} and
     * {@code Classifier}), as an SPDX expression in canonical spelling; empty where it is unknown.
     *
     * <p>An expression counts before all else (PEP 639). Else the text, which is an expression, a name, names joined by "or", "/", "and" or
     * commas, or the text of a common licence, and the classifiers are taken together: where the text is one of the licences that a
     * classifier may mean, it says which; what contradicts it must hold as well. Several classifiers all hold.
     */
    public static Optional<String> expression(String licenseExpression, String text, List<String> classifiers) {
        Optional<Spdx> expression = SpdxParser.parse(licenseExpression);
        if (expression.isPresent()) {
            return expression.map(Spdx::toString);
        }
        List<Spdx> all = new ArrayList<>();
        ofText(text).ifPresent(all::add);
        for (String classifier : classifiers) {
            LicenceNames.ofClassifier(classifier)
                    .flatMap(SpdxParser::parse)
                    .filter(c -> all.stream().noneMatch(said -> says(said, c)))
                    .ifPresent(all::add);
        }
        List<Spdx> said = List.copyOf(all);
        all.removeIf(s -> isVaguer(s, said));
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(joined(all, Spdx.And::new).toString());
    }

    /** An expression in canonical spelling; empty where it is none. Ids that the SPDX list does not have stay as they are. */
    public static Optional<String> canonical(String expression) {
        return SpdxParser.parse(expression).map(Spdx::toString);
    }

    /**
     * Whether an expression is allowed where these licences are: each {@code AND} in all its parts, each {@code OR} in one.
     *
     * <ul>
     *   <li>A licence is allowed under any spelling of its id ({@code GPL-2.0} is {@code GPL-2.0-only}).
     *   <li>{@code -or-later} and {@code +} are a choice of versions: in the expression, one of them must be allowed; in the list, all are.
     *   <li>An exception of the SPDX list only permits more: {@code A WITH E} is allowed where {@code A} is. {@code A} is not where only
     *       {@code A WITH E} is.
     *   <li>A family ({@code LicenseRef-BSD}) is allowed where it is listed, or all the licences are that it usually means.
     * </ul>
     *
     * @param allow SPDX ids, each perhaps with {@code +} or {@code WITH}; what is none allows nothing
     */
    public static boolean allows(String expression, Collection<String> allow) {
        List<Spdx.One> allowed = ones(allow);
        return SpdxParser.parse(expression)
                .map(e -> e.allows(l -> isAllowed(l, allowed)))
                .orElse(false);
    }

    /** The licences of an expression that the list does not allow. */
    static Set<String> refused(String expression, Collection<String> allow) {
        List<Spdx.One> allowed = ones(allow);
        return SpdxParser.parse(expression).stream()
                .flatMap(e -> e.licences().stream())
                .filter(l -> !isAllowed(l, allowed))
                .map(Spdx.One::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** One licence of an {@code allow} list in canonical spelling; empty where it is none that SPDX knows, or {@code LicenseRef-…}. */
    static Optional<String> allowed(String text) {
        return SpdxParser.parseListed(text).filter(Spdx.One.class::isInstance).map(Spdx::toString);
    }

    private static List<Spdx.One> ones(Collection<String> allow) {
        return allow.stream()
                .flatMap(a -> SpdxParser.parse(a).stream())
                .filter(Spdx.One.class::isInstance)
                .map(Spdx.One.class::cast)
                .toList();
    }

    private static boolean isAllowed(Spdx.One licence, List<Spdx.One> allowed) {
        if (allowed.stream().anyMatch(a -> LicenceRange.covers(a, licence))) {
            return true;
        }
        List<String> family = LicenceNames.family(licence.id());
        return !family.isEmpty()
                && ones(family).stream().allMatch(l -> allowed.stream().anyMatch(a -> LicenceRange.covers(a, l)));
    }

    /** Whether what is said already says what a classifier does: the same licence, or one of the family that it names. */
    private static boolean says(Spdx said, Spdx classifier) {
        Set<String> ids = said.licences().stream().map(Spdx.One::id).collect(Collectors.toSet());
        return classifier.licences().stream()
                .allMatch(c -> ids.contains(c.id())
                        || said.licences().stream()
                                .anyMatch(s -> LicenceRange.covers(s, c) || LicenceRange.covers(c, s))
                        || LicenceRange.isOfFamily(ids, c.id()));
    }

    /** Whether it is a family of which something else that is said names a version. */
    private static boolean isVaguer(Spdx said, List<Spdx> all) {
        return said instanceof Spdx.One family
                && all.stream()
                        .anyMatch(other -> LicenceRange.isOfFamily(
                                other.licences().stream().map(Spdx.One::id).toList(), family.id()));
    }

    private static Optional<Spdx> ofText(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return Optional.empty();
        }
        Optional<Spdx> name = stripped.length() <= LONGEST_NAME ? ofNames(stripped) : Optional.empty();
        return name.or(() -> LicenceTexts.find(stripped).flatMap(SpdxParser::parse));
    }

    private static Optional<Spdx> ofNames(String text) {
        return ofName(text)
                .or(() -> parts(text, OR, Licences::ofConjunction).map(p -> joined(p, Spdx.Or::new)))
                .or(() -> ofConjunction(text));
    }

    private static Optional<Spdx> ofConjunction(String text) {
        return ofName(text).or(() -> parts(text, AND, Licences::ofName).map(p -> joined(p, Spdx.And::new)));
    }

    private static Optional<Spdx> ofName(String text) {
        return SpdxParser.parseListed(text).or(() -> LicenceNames.ofName(text).flatMap(SpdxParser::parse));
    }

    /** Several parts as one expression; one alone is that one. */
    private static Spdx joined(List<Spdx> parts, Function<List<Spdx>, Spdx> join) {
        return parts.size() == 1 ? parts.getFirst() : join.apply(parts);
    }

    private interface Reader {
        Optional<Spdx> read(String text);
    }

    /** Two or more parts, all of them readable. */
    private static Optional<List<Spdx>> parts(String text, Pattern between, Reader reader) {
        List<String> words = List.of(between.split(text, -1));
        if (words.size() < 2) {
            return Optional.empty();
        }
        List<Spdx> parts = new ArrayList<>();
        for (String word : words) {
            Optional<Spdx> part = reader.read(word);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(parts.stream().distinct().toList());
    }
}
