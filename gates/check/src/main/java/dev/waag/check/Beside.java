package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work on a thread of its own, as it is: a pool takes longer to set up than any of it to run. */
record Beside<T>(FutureTask<T> task, Thread thread) {
    private static final long PATIENCE_MILLIS = 5_000;

    static <T> Beside<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return new Beside<>(task, thread);
    }

    /** Waits for what it makes; throws what a user can mend as it was thrown. */
    T join() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserException u) {
                throw u;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException(Exit.INCOMPLETE, "the check was interrupted", "", "run it again");
        }
    }

    /** Has it end without its result. */
    void abandon() {
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
