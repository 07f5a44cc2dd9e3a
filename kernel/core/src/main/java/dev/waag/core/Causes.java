package dev.waag.core;

import org.jspecify.annotations.Nullable;

/** What lies behind a failure: libraries wrap the exception that tells what to do in others that do not. */
public final class Causes {
    /** A chain of causes may be a circle. */
    private static final int DEPTH = 16;

    private Causes() {}

    /** The first of that type among a failure and its causes; null where there is none. */
    public static <T extends Throwable> @Nullable T find(Throwable in, Class<T> type) {
        Throwable t = in;
        for (int depth = 0; t != null && depth < DEPTH; depth++) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
            t = t.getCause();
        }
        return null;
    }
}
