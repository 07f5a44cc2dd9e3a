package dev.waag.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/1.1 that answers a request from the {@link ResponseCache} where that has it, and hands every other one to Jetty. Over
 * TLS it is Jetty's own.
 */
final class CachingConnection extends HttpConnection {
    private static final byte[] GET = {'G', 'E', 'T', ' '};
    /** What a thread reads into. */
    private static final ThreadLocal<byte[]> INPUT =
            ThreadLocal.withInitial(() -> new byte[ResponseCache.REQUEST_BYTES]);

    private final ResponseCache cache;
    private final Callback readable;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong answeredBytes = new AtomicLong();
    private @Nullable Reading reading;

    /**
     * What is being handled.
     *
     * @param request all that was read for it, if nothing more is read
     * @param bytes how many Jetty has read when it has read that
     * @param requests how many it has handled then
     */
    private record Reading(Thread thread, byte[] request, long bytes, long requests) {}

    /** The end of a connection that gives what it is told to give before it reads on. */
    static final class Pushback extends SocketChannelEndPoint {
        private ByteBuffer pushed = BufferUtil.EMPTY_BUFFER;

        Pushback(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
        }

        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            return pushed.hasRemaining() ? BufferUtil.append(buffer, pushed) : super.fill(buffer);
        }
    }

    /** @param configuration of all connections of that connector */
    static HttpConnectionFactory factory(HttpConfiguration configuration) {
        ResponseCache cache = new ResponseCache();
        return new HttpConnectionFactory(configuration) {
            @Override
            public Connection newConnection(Connector connector, EndPoint endPoint) {
                return configure(
                        new CachingConnection(getHttpConfiguration(), connector, endPoint, cache), connector, endPoint);
            }
        };
    }

    private CachingConnection(
            HttpConfiguration configuration, Connector connector, EndPoint endPoint, ResponseCache cache) {
        super(configuration, connector, endPoint);
        this.cache = cache;
        this.readable = Callback.from(getServer().getInvocationType(), this::onFillable, this::onFillInterestedFailed);
    }

    /**
     * Keeps the answer to a request for whoever sends the same bytes; called while it is answered, with all fields set. Does nothing where
     * the answer is not one that the bytes alone decide, or anything but this one request was read.
     */
    static void keep(Request request, HttpFields fields, ResponseCache.Source source) {
        if (request.getConnectionMetaData().getConnection() instanceof CachingConnection connection) {
            connection.kept(request, fields, source);
        }
    }

    private void kept(Request request, HttpFields fields, ResponseCache.Source source) {
        Reading now = reading;
        if (now != null
                && now.thread().equals(Thread.currentThread())
                && now.bytes() == super.getBytesIn()
                && now.requests() == super.getMessagesIn()
                && isRequestBufferEmpty()
                && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && plain(request)) {
            cache.keep(now.request(), new ResponseCache.Entry(fields, source));
        }
    }

    /** Whether it is a GET without a body and without a credential, after which the connection stays open. */
    private static boolean plain(Request request) {
        return request.getMethod().equals("GET")
                && request.getLength() <= 0
                && !request.getHeaders().contains(HttpHeader.AUTHORIZATION)
                && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                && !request.getHeaders().contains(HttpHeader.EXPECT)
                && !request.getHeaders().contains(HttpHeader.UPGRADE)
                && !request.getHeaders().contains(HttpHeader.CONNECTION, "close");
    }

    @Override
    public void onFillable() {
        if (getEndPoint() instanceof Pushback from
                && getParser().isStart()
                && isRequestBufferEmpty()
                && getServer().isRunning()) {
            read(from);
        } else {
            super.onFillable();
        }
    }

    private void read(Pushback from) {
        byte[] bytes = INPUT.get();
        ByteBuffer input = ByteBuffer.wrap(bytes, 0, 0); // as Jetty has buffers: the next byte goes to the limit
        int read;
        try {
            read = from.fill(input);
        } catch (IOException e) {
            super.onFillable(); // which finds the same
            return;
        }
        if (read <= 0) {
            super.onFillable();
            return;
        }
        ResponseCache.Entry known = cache.find(input);
        ResponseCache.Body body = known == null ? null : known.body();
        if (known == null || body == null) {
            handle(from, bytes, input);
            return;
        }
        answers.incrementAndGet();
        answeredBytes.addAndGet(read);
        from.write(new Sent(body), known.head(getServer().getDateField()), body.bytes());
    }

    private void handle(Pushback from, byte[] bytes, ByteBuffer input) {
        boolean whole = input.remaining() < ResponseCache.REQUEST_BYTES
                && input.remaining() > GET.length
                && Arrays.mismatch(bytes, 0, GET.length, GET, 0, GET.length) < 0;
        reading = whole
                ? new Reading(
                        Thread.currentThread(),
                        Arrays.copyOf(bytes, input.remaining()),
                        super.getBytesIn() + input.remaining(),
                        super.getMessagesIn() + 1)
                : null;
        from.pushed = input;
        super.onFillable();
        reading = null;
    }

    private final class Sent implements Callback {
        private final ResponseCache.Body body;

        private Sent(ResponseCache.Body body) {
            this.body = body;
        }

        @Override
        public void succeeded() {
            body.given().run();
            fillInterested(readable);
        }

        @Override
        public void failed(Throwable why) {
            getEndPoint().close(why);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    @Override
    public long getMessagesIn() {
        return super.getMessagesIn() + answers.get();
    }

    @Override
    public long getMessagesOut() {
        return super.getMessagesOut() + answers.get();
    }

    @Override
    public long getBytesIn() {
        return super.getBytesIn() + answeredBytes.get();
    }
}
