package dev.waag.index;

import java.io.IOException;

/** A gate that starts programs by itself. */
public final class SabotageStarts {
    private SabotageStarts() {}

    public static final class ByBuilder {
        public void start() throws IOException {
            new ProcessBuilder("x").start();
        }
    }

    public static final class ByRuntime {
        public void start() throws IOException {
            Runtime.getRuntime().exec(new String[] {"x"});
        }
    }
}
