package dev.waag.cli;

import dev.waag.check.Progress;
import java.io.PrintWriter;

/** Shows how far something is on one line of a terminal, once it has taken a second, and wipes the line at the end. */
final class TerminalProgress implements Progress, AutoCloseable {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long PACE_NANOS = 100_000_000L;

    private final PrintWriter err;
    private final boolean terminal;
    private final long begun = System.nanoTime();
    private long last;
    private boolean shown;

    TerminalProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void at(String what, int done, int of) {
        long now = System.nanoTime();
        if (terminal && now - begun > PATIENCE_NANOS && now - last > PACE_NANOS) {
            last = now;
            shown = true;
            err.print("\r\u001b[Kwaag: " + what + ": " + done + " of " + of);
            err.flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
