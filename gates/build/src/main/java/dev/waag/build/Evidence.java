package dev.waag.build;

import dev.waag.core.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is said of one build.
 *
 * @param hermetic whether it ran in the sandbox
 * @param environment the variables that the build had, and under small names what else was fixed
 * @param looked what the outputs' code can do; empty where nobody looked
 * @param reproducible whether another build gave the same; empty where nobody compared
 */
record Evidence(
        BuildRequest request,
        SourceTree source,
        PyProject project,
        BuildLock lock,
        List<Tool> tools,
        Map<String, String> environment,
        boolean hermetic,
        Product product,
        Optional<Boolean> reproducible,
        List<Difference> differences,
        Machine machine,
        Optional<Set<String>> looked,
        String invocation,
        Instant started,
        Instant finished) {
    /** Who ran the build: one name for builds in the sandbox, another for those without. */
    static final String SANDBOXED = "https://waag.dev/builder/sandbox/v1";

    static final String OPEN = "https://waag.dev/builder/unsandboxed/v1";

    /** How to read the provenance's parameters (docs/build.md). */
    static final String BUILD_TYPE = "https://waag.dev/build/v1";

    /** A program that took part. */
    record Tool(String name, String version, Optional<Sha256> sha256) {}

    /** One member, or one whole file, that came out otherwise the second time. */
    record Difference(String file, String what, String cause) {}

    /** Where it was built. The fingerprint tells machines apart and says nothing else. */
    record Machine(String system, String kernel, String architecture, int cpus, long memory, String fingerprint) {}

    /** What the outputs' code can do; nothing where nobody looked. */
    Set<String> capabilities() {
        return looked.orElse(Set.of());
    }

    List<Output> outputs() {
        return product.outputs(request.sdist()).stream()
                .filter(o -> request.wheel() || !o.isWheel())
                .toList();
    }

    String builder() {
        return hermetic ? SANDBOXED : OPEN;
    }
}
