package dev.waag.lock;

import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifiers;
import java.util.Set;
import java.util.TreeSet;

/**
 * A requirement as uv's lock remembers it, and as the manifest has it, in one form.
 *
 * @param source {@code ""} for any index; else the kind, a space and where
 * @param place in the file that it was read from
 * @param text as people know it
 */
record UvRequirement(
        ProjectName name,
        Set<String> extras,
        Specifiers specifiers,
        String source,
        MarkerLogic marker,
        Place place,
        String text) {

    /** An entry of {@code requires-dist} and such. */
    static UvRequirement ofLock(Node entry) throws LockException {
        ProjectName name = PinDraft.name(entry.get("name"));
        Set<String> extras = new TreeSet<>();
        for (String extra : entry.texts("extras")) {
            extras.add(ProjectName.normalize(extra));
        }
        String specifier = entry.text("specifier");
        String source = source(entry);
        String marker = entry.text("marker");
        try {
            Requirement requirement =
                    Requirement.parse(name + specifiers(specifier) + (marker.isEmpty() ? "" : " ; " + marker));
            return new UvRequirement(
                    name,
                    extras,
                    requirement.specifiers(),
                    source,
                    logic(requirement),
                    entry.place(),
                    name
                            + (extras.isEmpty() ? "" : "[" + String.join(",", extras) + "]")
                            + specifiers(specifier)
                            + (marker.isEmpty() ? "" : "; " + marker)
                            + from(source));
        } catch (RequirementException e) {
            throw entry.wrong("not a requirement: " + e.getMessage());
        }
    }

    static UvRequirement of(Requirement requirement, String source, MarkerLogic also, Place place) {
        MarkerLogic own = logic(requirement);
        return new UvRequirement(
                requirement.name(),
                new TreeSet<>(requirement.extras()),
                requirement.specifiers(),
                source,
                also.equals(MarkerLogic.ALWAYS) ? own : MarkerLogic.both(own, also),
                place,
                requirement + from(source));
    }

    /** Whether it asks for the same but for its marker. */
    boolean isLike(UvRequirement other) {
        return name.equals(other.name)
                && extras.equals(other.extras)
                && specifiers.equals(other.specifiers)
                && UvSources.same(source, other.source);
    }

    private static String from(String source) {
        return source.isEmpty() ? "" : " (" + Urls.withoutCredentials(source.strip()) + ")";
    }

    private static String specifiers(String text) {
        return text.equals("*") ? "" : text;
    }

    private static MarkerLogic logic(Requirement requirement) {
        return requirement.marker().isPresent()
                ? MarkerLogic.of(requirement.marker().get())
                : MarkerLogic.ALWAYS;
    }

    private static String source(Node entry) throws LockException {
        for (String kind : UvSources.KINDS) {
            String where = entry.text(kind);
            if (!where.isEmpty()) {
                return kind + " " + where;
            }
        }
        return "";
    }
}
