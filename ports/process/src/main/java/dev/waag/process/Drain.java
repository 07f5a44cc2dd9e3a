package dev.waag.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads one output of a program to its end on a thread of its own, and keeps at most so many bytes of it. */
final class Drain {
    private final InputStream in;
    private final int max;
    private final Runnable tooMuch;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread thread;
    private volatile boolean overflowed;

    /** Starts to read; tooMuch is called once, on the reading thread, at the first byte past max. */
    Drain(String name, InputStream in, int max, Runnable tooMuch) {
        this.in = in;
        this.max = max;
        this.tooMuch = tooMuch;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    private void run() {
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int room = max - kept.size();
                kept.write(buffer, 0, Math.min(n, room));
                if (n > room && !overflowed) {
                    overflowed = true;
                    tooMuch.run();
                }
            }
        } catch (IOException e) {
            // The pipe was closed on our side, after the program had ended: what was read until then is its output.
            return;
        }
    }

    boolean overflowed() {
        return overflowed;
    }

    /** Waits for the end of the output; false where it has not come within the time. */
    boolean await(long millis) throws InterruptedException {
        thread.join(Math.max(1, millis));
        return !thread.isAlive();
    }

    /** What was read until now. */
    byte[] bytes() {
        return kept.toByteArray();
    }
}
