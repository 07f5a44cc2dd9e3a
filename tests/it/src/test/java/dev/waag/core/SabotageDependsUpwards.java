package dev.waag.core;

import dev.waag.store.Durable;
import java.io.IOException;
import java.nio.file.Path;

/** A kernel class that uses a port. */
public final class SabotageDependsUpwards {
    public void write() throws IOException {
        Durable.write(Path.of("x"), new byte[0]);
    }
}
