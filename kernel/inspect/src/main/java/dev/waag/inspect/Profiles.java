package dev.waag.inspect;

import dev.waag.python.CoreMetadata;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes the profile of a distribution. */
final class Profiles {
    private Profiles() {}

    static Profile of(Look look, EntryPoints points, Set<String> capabilities, Optional<CoreMetadata> metadata) {
        Set<String> entries = new TreeSet<>();
        points.all().forEach(p -> entries.add(p.toString()));
        return new Profile(
                look.installCode(),
                look.startup(),
                entries,
                capabilities,
                look.natives(),
                metadata.map(Profiles::requires).orElse(Set.of()),
                metadata.map(MetadataOddities::emails).orElse(Set.of()),
                metadata.map(MetadataOddities::repositories).orElse(Set.of()));
    }

    private static Set<String> requires(CoreMetadata metadata) {
        Set<String> names = new TreeSet<>();
        for (String text : metadata.requiresDist()) {
            try {
                names.add(Requirement.parse(text).name().value());
            } catch (RequirementException e) {
                names.add(text);
            }
        }
        return names;
    }
}
