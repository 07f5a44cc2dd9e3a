package dev.waag.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run of a project's build gave: the sdist, and the wheel made from it where one was wanted.
 *
 * @param name of the project and its version, as the sdist's name has them
 */
record Product(
        String name,
        String version,
        Output sdist,
        Optional<Output> wheel,
        HookRun.Used used,
        List<HookRun.Tried> tried,
        boolean pure) {
    List<Output> outputs(boolean withSdist) {
        List<Output> all = new ArrayList<>();
        if (withSdist) {
            all.add(sdist);
        }
        wheel.ifPresent(all::add);
        return all;
    }
}
