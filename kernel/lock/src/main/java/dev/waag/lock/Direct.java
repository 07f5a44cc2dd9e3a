package dev.waag.lock;

import dev.waag.python.PreReleases;
import dev.waag.python.Requirement;
import dev.waag.python.Specifiers;
import dev.waag.python.Version;
import java.util.List;

/**
 * A requirement that a project itself states.
 *
 * @param requirement in the standard's form, whatever form the file has it in; its specifiers are empty where there are several
 *     alternatives
 * @param alternatives of which a version has to fit one; more than one only for Poetry's {@code ||}
 * @param scope what it is needed for
 * @param group the name of the extra or group, normalized; {@code ""} for others
 * @param place of the requirement
 * @param source where the project is to be taken from, if the manifest says so
 */
public record Direct(
        Requirement requirement,
        List<Specifiers> alternatives,
        Scope scope,
        String group,
        Place place,
        PinSource source) {
    /** What a requirement is needed for. */
    public enum Scope {
        /** Always. */
        MAIN,
        /** Where the extra is asked for. */
        EXTRA,
        /** A dependency group, for development; Poetry's, PDM's and uv's own too, and Pipenv's categories. */
        GROUP,
        /** To build the project. */
        BUILD
    }

    public Direct {
        alternatives = List.copyOf(alternatives);
    }

    static Direct of(Requirement requirement, Scope scope, String group, Place place) {
        PinSource source = requirement.url().isPresent()
                ? RequirementTexts.source(requirement.url().get())
                : PinSource.DEFAULT_INDEX;
        return new Direct(requirement, List.of(requirement.specifiers()), scope, group, place, source);
    }

    /** Whether a version fits, pre-releases included: a lock that has one was asked for it. */
    public boolean allows(Version version) {
        for (Specifiers alternative : alternatives) {
            if (alternative.contains(version, PreReleases.ALLOWED)) {
                return true;
            }
        }
        return false;
    }

    Direct in(Scope otherScope, String otherGroup) {
        return new Direct(requirement, alternatives, otherScope, otherGroup, place, source);
    }

    Direct from(PinSource otherSource) {
        return new Direct(requirement, alternatives, scope, group, place, otherSource);
    }
}
