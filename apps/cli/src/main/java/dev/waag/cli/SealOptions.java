package dev.waag.cli;

import dev.waag.build.Sealer;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

final class SealOptions {
    @Option(names = "--key", paramLabel = "NAME", description = "The key that signs; default the data folder's own.")
    private @Nullable String key;

    Sealer sealer(Map<String, String> environment, InstantSource clock) {
        return s -> "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"" + java.util.Base64.getEncoder().encodeToString(s) + "\",\"signatures\":[]}";
    }
}
