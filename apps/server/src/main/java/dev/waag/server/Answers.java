package dev.waag.server;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Counts answers by route and class of status, and the bytes of their bodies. */
final class Answers {
    /** A request that no route answers. */
    static final String NO_ROUTE = "none";

    private static final int CLASSES = 6;

    private final Map<String, LongAdder[]> byRoute = new ConcurrentHashMap<>();
    private final LongAdder bytes = new LongAdder();

    /** The callback of an answer, which counts it when it is given. */
    Counting counting(Response response, String route, Callback callback) {
        return new Counting(response, route, callback);
    }

    final class Counting implements Callback {
        private final Response response;
        private final String route;
        private final Callback callback;

        private Counting(Response response, String route, Callback callback) {
            this.response = response;
            this.route = route;
            this.callback = callback;
        }

        @Override
        public void succeeded() {
            count();
            callback.succeeded();
        }

        @Override
        public void failed(Throwable why) {
            count();
            callback.failed(why);
        }

        @Override
        public InvocationType getInvocationType() {
            return callback.getInvocationType();
        }

        private void count() {
            int status = response.getStatus() / 100;
            Answers.this.count(
                    route, status > 0 && status < CLASSES ? status : 0, Response.getContentBytesWritten(response));
        }

        /** What counts a further answer 200 of that route, with a body of that many bytes. */
        Runnable again(long length) {
            Answers all = Answers.this; // and nothing of this answer, which would be kept with it
            String where = route;
            return () -> all.count(where, 2, length);
        }
    }

    private void count(String route, int status, long length) {
        byRoute.computeIfAbsent(route, r -> adders())[status].increment();
        bytes.add(length);
    }

    private static LongAdder[] adders() {
        LongAdder[] adders = new LongAdder[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    long bytes() {
        return bytes.sum();
    }

    interface Reader {
        void read(String route, String status, long count);
    }

    void each(Reader reader) {
        new TreeMap<>(byRoute).forEach((route, adders) -> {
            for (int i = 0; i < CLASSES; i++) {
                long count = adders[i].sum();
                if (count > 0) {
                    reader.read(route, i == 0 ? "none" : i + "xx", count);
                }
            }
        });
    }
}
