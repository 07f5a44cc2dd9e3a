package dev.waag.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body as they come, read by one thread. The JDK has no limits on a body: those of time, speed, size and announced length
 * are kept here, while waiting. Once a read has failed, every later one fails the same way, so that half a body is never taken for a
 * whole one.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {
    /** How many pieces (48 KiB each at most) may wait to be read: enough for the sender to keep going while the reader works. */
    private static final int AHEAD = 8;
    /** What is left of a body that nobody wants is read, to keep its connection, up to here; with more to come it is closed. */
    private static final long WORTH_DRAINING = 64 << 10;

    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Piece END = new Piece(List.of(), 0, true);

    private record Piece(List<ByteBuffer> buffers, long size, boolean end) {
        static Piece of(List<ByteBuffer> buffers) {
            long size = 0;
            for (ByteBuffer buffer : buffers) {
                size += buffer.remaining();
            }
            return new Piece(buffers, size, false);
        }
    }

    private final String host;
    private final FetchLimits limits;
    private final Deadline deadline;
    private final OptionalLong expected;
    private final long max;
    private final Pace pace;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private volatile @Nullable Throwable broken;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;
    private boolean closed;
    private @Nullable FetchException failure;
    private boolean ended;
    private long count;
    private int taken;

    /**
     * A body that is about to come.
     *
     * @param expected its announced length
     * @param max bytes; one more is too large
     */
    BodyStream(String host, FetchLimits limits, Deadline deadline, OptionalLong expected, long max) {
        this.host = host;
        this.limits = limits;
        this.deadline = deadline;
        this.expected = expected;
        this.max = max;
        this.pace = new Pace(host, limits);
    }

    /** Bytes read until now. */
    long count() {
        return count;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        if (cancelled) {
            s.cancel();
        } else {
            s.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(Piece.of(buffers));
    }

    @Override
    public void onError(Throwable t) {
        broken = t;
        pieces.add(END);
    }

    @Override
    public void onComplete() {
        pieces.add(END);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int read = 0;
        while (read < length && !current.isEmpty()) {
            ByteBuffer buffer = current.getFirst();
            int n = Math.min(length - read, buffer.remaining());
            buffer.get(to, offset + read, n);
            read += n;
            if (!buffer.hasRemaining()) {
                current.removeFirst();
            }
        }
        return read;
    }

    @Override
    public int available() {
        int available = 0;
        for (ByteBuffer buffer : current) {
            available += buffer.remaining();
        }
        return available;
    }

    /** Closes the connection where more is to come than is worth waiting for; else leaves it to be used again. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (!ended && failure == null && expected.isPresent() && expected.getAsLong() - count <= WORTH_DRAINING) {
            drain();
        }
        closed = true;
        if (!ended) {
            cancel();
        }
        current.clear();
        pieces.clear();
    }

    /** Makes sure that there is something to read; false at the end of the body. */
    private boolean fill() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IOException("the body was closed");
        }
        try {
            while (current.isEmpty() && !ended) {
                take(await());
            }
            return !current.isEmpty();
        } catch (FetchException e) {
            failure = e;
            current.clear();
            cancel();
            throw e;
        }
    }

    private Piece await() throws FetchException {
        Piece here = pieces.poll();
        if (here != null) {
            return here;
        }
        long idle = limits.idle().toNanos();
        long before = System.nanoTime();
        try {
            here = pieces.poll(Math.min(idle, deadline.left()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException.Interrupted(host, e);
        }
        long waited = System.nanoTime() - before;
        if (here == null) {
            deadline.left();
            throw new FetchException.TimedOut(
                    host,
                    "no byte came for " + Deadline.seconds(limits.idle()) + ", after " + count + " bytes",
                    "the upstream or the network between hangs; try again later");
        }
        if (!here.end()) {
            pace.received(here.size(), waited);
        }
        return here;
    }

    private void take(Piece piece) throws FetchException {
        if (piece.end()) {
            ended = true;
            atEnd();
            return;
        }
        deadline.left();
        count += piece.size();
        if (count > max) {
            throw new FetchException.TooLarge(
                    host,
                    "the body is larger than the " + max + " bytes that it may have",
                    "raise the limit if it ought to be so large");
        }
        if (expected.isPresent() && count > expected.getAsLong()) {
            throw new FetchException.Protocol(
                    host,
                    "the body is longer than the " + expected.getAsLong() + " bytes announced",
                    "the upstream is at fault",
                    null);
        }
        for (ByteBuffer buffer : piece.buffers()) {
            if (buffer.hasRemaining()) {
                current.addLast(buffer);
            }
        }
        if (++taken >= AHEAD / 2) {
            Flow.Subscription s = subscription;
            if (s != null) {
                s.request(taken);
            }
            taken = 0;
        }
    }

    private void atEnd() throws FetchException {
        Throwable cause = broken;
        if (cause != null || expected.isPresent() && count < expected.getAsLong()) {
            String of = expected.isPresent() ? " of " + expected.getAsLong() : "";
            String why = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
            throw new FetchException.Truncated(host, "the body ended after " + count + of + " bytes" + why, cause);
        }
    }

    private void drain() {
        long until = System.nanoTime() + DRAIN_NANOS;
        try {
            current.clear();
            while (!ended) {
                Piece piece = pieces.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (piece == null) {
                    return;
                }
                take(piece);
                current.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FetchException e) {
            failure = e;
        }
    }

    private void cancel() {
        cancelled = true;
        Flow.Subscription s = subscription;
        if (s != null) {
            s.cancel();
        }
    }
}
