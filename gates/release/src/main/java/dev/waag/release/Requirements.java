package dev.waag.release;

import dev.waag.python.CoreMetadata;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import dev.waag.python.Version;
import dev.waag.store.Inputs.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a file's metadata says that it needs. */
final class Requirements {
    static final String SOURCE = "requires";

    private Requirements() {}

    static List<Input> of(CoreMetadata core) {
        List<Input> inputs = new ArrayList<>();
        for (String text : core.requiresDist()) {
            try {
                Requirement r = Requirement.parse(text);
                Optional<Version> pinned = r.specifiers().pinned();
                inputs.add(new Input(
                        SOURCE,
                        r.name(),
                        pinned.map(Version::toString).orElse(""),
                        r.specifiers().toString(),
                        ""));
            } catch (RequirementException e) {
                // what no installer can read leads to no other project
            }
        }
        return inputs;
    }
}
