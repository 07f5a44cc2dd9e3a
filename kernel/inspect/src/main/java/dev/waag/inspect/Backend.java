package dev.waag.inspect;

import dev.waag.core.TomlReading;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/** A build backend that lies in the source tree itself (PEP 517, "In-tree build backends"): its hooks run when the sdist is installed. */
final class Backend {
    private static final int MOST = 20;
    private static final int LONGEST = 1 << 20;

    private Backend() {}

    /** The files that it may be; empty for a backend from elsewhere. */
    static Set<String> files(Optional<byte[]> pyproject) {
        Set<String> files = new TreeSet<>();
        if (pyproject.isEmpty() || pyproject.get().length > LONGEST) {
            return files;
        }
        TomlParseResult toml = TomlReading.parse(new String(pyproject.get(), StandardCharsets.UTF_8));
        if (!(toml.get("build-system.build-backend") instanceof String backend)
                || !(toml.get("build-system.backend-path") instanceof TomlArray paths)) {
            return files;
        }
        int colon = backend.indexOf(':');
        String module =
                (colon < 0 ? backend : backend.substring(0, colon)).strip().replace('.', '/');
        for (int i = 0; i < Math.min(MOST, paths.size()); i++) {
            if (paths.get(i) instanceof String folder) {
                String base = Paths.plain(folder + "/" + module);
                files.add(base + ".py");
                files.add(base + "/__init__.py");
            }
        }
        return files;
    }
}
