package dev.waag.python;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A dependency specifier (PEP 508): a project, extras of it, which versions or which URL, and in which environments.
 *
 * <p>{@code parse("Demo[b,a] >= 1 ; python_version < '3.9'")} is about the project {@code demo} and prints as
 * {@code Demo[a,b]>=1; python_version < "3.9"}, name and extras spelled as written.
 */
public final class Requirement {
    private final ProjectName name;
    private final String spelling;
    private final SortedSet<String> spelledExtras;
    private final Set<String> extras;
    private final Specifiers specifiers;
    private final Optional<String> url;
    private final Optional<Marker> marker;

    Requirement(
            ProjectName name,
            String spelling,
            List<String> extras,
            Specifiers specifiers,
            Optional<String> url,
            Optional<Marker> marker) {
        this.name = name;
        this.spelling = spelling;
        this.spelledExtras = new TreeSet<>(extras);
        this.extras = Collections.unmodifiableSet(normalized(extras));
        this.specifiers = specifiers;
        this.url = url;
        this.marker = marker;
    }

    public static Requirement parse(String text) throws RequirementException {
        return new RequirementParser(text).requirement();
    }

    public ProjectName name() {
        return name;
    }

    /** The name as written. */
    public String spelling() {
        return spelling;
    }

    /** The names of the extras, normalized (PEP 685), in the order of their text. */
    public Set<String> extras() {
        return extras;
    }

    /** Which versions fit; any where a URL is given, or nothing is said. */
    public Specifiers specifiers() {
        return specifiers;
    }

    /** What stands after the {@code @}, as written: it need not be well formed. */
    public Optional<String> url() {
        return url;
    }

    /** Where the requirement holds; everywhere if empty. */
    public Optional<Marker> marker() {
        return marker;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Requirement r
                && name.equals(r.name)
                && extras.equals(r.extras)
                && specifiers.equals(r.specifiers)
                && url.equals(r.url)
                && marker.equals(r.marker);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, extras, specifiers, url, marker);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(spelling);
        if (!spelledExtras.isEmpty()) {
            out.append('[').append(String.join(",", spelledExtras)).append(']');
        }
        out.append(specifiers);
        url.ifPresent(u -> out.append(" @ ").append(u).append(marker.isPresent() ? " " : ""));
        marker.ifPresent(m -> out.append("; ").append(m));
        return out.toString();
    }

    private static SortedSet<String> normalized(List<String> extras) {
        SortedSet<String> names = new TreeSet<>();
        extras.forEach(extra -> names.add(ProjectName.normalize(extra)));
        return names;
    }
}
