package dev.waag.index;

import dev.waag.store.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One file on its way from an upstream, which any number of clients follow as it grows. Its last bytes are held back until the whole was
 * found to be right, so that nobody has the file before its hash was compared and it was judged by its content; a small file is given out whole or
 * not at all.
 */
public final class Download {
    /** How much is held back. */
    public static final int HELD_BACK = 64 << 10;
    /** Of a file no larger than this, all: whoever is refused one is told why instead of having the connection cut. */
    public static final int WHOLE = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final Scratch file;
    private OptionalLong length = OptionalLong.empty();
    private boolean begun;
    private boolean done;
    private boolean whole;
    private long written;
    private int followers;
    private Optional<String> failure = Optional.empty();

    Download(Scratch file) {
        this.file = file;
        this.followers = 1; // the writer itself
    }

    /** The upstream has answered; its length where it says one. */
    void begin(OptionalLong announced) {
        change(() -> {
            length = announced;
            begun = true;
        });
    }

    void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        file.append(bytes);
        change(() -> written += count);
    }

    /** All bytes are here; whether they are right is being found out. */
    void complete() {
        change(() -> whole = true);
    }

    /** The bytes as they come, those that are held back included, for whoever looks into them. */
    InputStream written() {
        return new Written();
    }

    /** Follows the file as it grows. */
    private final class Written extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int count) throws IOException {
            lock.lock();
            try {
                while (failure.isEmpty() && !whole && !done && written <= position) {
                    progress.await();
                }
                check();
                if (position >= written) {
                    return -1;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the server is stopping", e);
            } catch (DownloadException e) {
                throw new IOException(e.getMessage(), e);
            } finally {
                lock.unlock();
            }
            int n = file.read(ByteBuffer.wrap(into, at, count), position);
            position += Math.max(0, n);
            return n;
        }
    }

    /** The bytes were found to be right. */
    void finish() {
        change(() -> {
            begun = true;
            done = true;
            length = OptionalLong.of(written);
        });
        leave();
    }

    void fail(String reason) {
        change(() -> failure = Optional.of(reason));
        leave();
    }

    private void change(Runnable step) {
        lock.lock();
        try {
            step.run();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Joins as a reader; false where the download is over and its file may be closed. Each join is followed by one {@link #leave}. */
    boolean join() {
        lock.lock();
        try {
            if (followers == 0) {
                return false;
            }
            followers++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    public void leave() {
        lock.lock();
        try {
            if (--followers > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the upstream's answer; the length of the file where that is known beforehand. */
    public OptionalLong awaitLength() throws DownloadException {
        lock.lock();
        try {
            while (!begun && failure.isEmpty()) {
                progress.await();
            }
            check();
            return length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DownloadException("the server is stopping");
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the file is complete and right; its length in bytes. */
    public long awaitEnd() throws DownloadException {
        lock.lock();
        try {
            while (!done && failure.isEmpty()) {
                progress.await();
            }
            check();
            return written;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DownloadException("the server is stopping");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads on from a position, waiting for the next bytes that may be given out.
     *
     * @return how many bytes were put into the buffer, or -1 at the end of the file
     * @throws DownloadException where the file turned out to be wrong or could not be had
     */
    public int read(long position, ByteBuffer into) throws DownloadException, IOException {
        long until;
        lock.lock();
        try {
            while (failure.isEmpty() && !done && written - held() <= position) {
                progress.await();
            }
            check();
            until = done ? written : written - held();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DownloadException("the server is stopping");
        } finally {
            lock.unlock();
        }
        if (position >= until) {
            return -1;
        }
        into.limit((int) Math.min(into.limit(), into.position() + (until - position)));
        return file.read(into, position);
    }

    private long held() {
        return length.isPresent() && length.getAsLong() <= WHOLE ? WHOLE : HELD_BACK;
    }

    private void check() throws DownloadException {
        if (failure.isPresent()) {
            throw new DownloadException(failure.get());
        }
    }

    /** The file cannot be had, and why. */
    public static final class DownloadException extends Exception {
        public DownloadException(String reason) {
            super(reason);
        }
    }
}
