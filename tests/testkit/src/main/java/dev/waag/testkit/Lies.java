package dev.waag.testkit;

import dev.waag.testkit.Exchange.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** What a hostile, broken or slow index does. */
public final class Lies {
    private static final byte[] PADDING = "-".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);

    private Lies() {}

    /** The right length, the wrong bytes. */
    public static Behaviour otherBytes() {
        return (x, truth) -> {
            byte[] body = truth.body().clone();
            for (int i = 0; i < body.length; i++) {
                body[i] ^= 1;
            }
            x.send(truth.withBody(body));
            return true;
        };
    }

    /** The right answer but for its last byte. */
    public static Behaviour lastByteWrong() {
        return (x, truth) -> {
            byte[] body = truth.body().clone();
            body[body.length - 1] ^= 1;
            x.send(truth.withBody(body));
            return true;
        };
    }

    /** Announces all and hangs up after two thirds. */
    public static Behaviour shortBody() {
        return (x, truth) -> {
            announce(x, truth);
            x.write(Arrays.copyOf(truth.body(), truth.body().length * 2 / 3));
            return false;
        };
    }

    /** A consistent answer of other length. */
    public static Behaviour resized(int by) {
        return (x, truth) -> {
            x.send(truth.withBody(Arrays.copyOf(truth.body(), truth.body().length + by)));
            return true;
        };
    }

    /** Goes on without end and without saying how long it is. */
    public static Behaviour endless() {
        return (x, truth) -> {
            Map<String, String> fields = new LinkedHashMap<>(truth.headers());
            fields.put("Connection", "close");
            x.begin(200, fields);
            x.write(Arrays.copyOf(truth.body(), Math.max(0, truth.body().length - 1)));
            x.write(", \"padding\": \"");
            while (true) {
                x.write(PADDING);
            }
        };
    }

    /** A small body that unpacks to that many MiB. */
    public static Behaviour gzipBomb(int mebibytes) {
        byte[] bomb = bomb(mebibytes);
        return (x, truth) -> {
            x.send(truth.withBody(bomb).with("Content-Encoding", "gzip"));
            return true;
        };
    }

    private static byte[] bomb(int mebibytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < mebibytes; i++) {
                gzip.write(spaces);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** An error without a useful body. */
    public static Behaviour status(int code) {
        return (x, truth) -> {
            x.send(new Content(
                    code, Map.of("Content-Type", "text/plain"), "out of order".getBytes(StandardCharsets.US_ASCII)));
            return true;
        };
    }

    public static Behaviour redirect(String location) {
        return (x, truth) -> {
            x.send(new Content(302, Map.of("Location", location), new byte[0]));
            return true;
        };
    }

    /** A body of its own, under that content type. */
    public static Behaviour says(String contentType, String body) {
        return (x, truth) -> {
            x.send(new Content(200, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8)));
            return true;
        };
    }

    /** What a network's login page looks like to a client. */
    public static Behaviour portal() {
        return says(
                "text/html",
                "<!DOCTYPE html><html><body><h1>Welcome</h1><a href=\"/login\">Log in to go online</a></body></html>");
    }

    /** HTML under the name of JSON. */
    public static Behaviour htmlForJson() {
        return says(SimulatedIndex.JSON, "<html><body><h1>Welcome</h1></body></html>");
    }

    public static Behaviour reset() {
        return (x, truth) -> {
            x.reset();
            return false;
        };
    }

    /** Sends half of the answer, then breaks the connection off. */
    public static Behaviour resetInTheMiddle() {
        return (x, truth) -> {
            announce(x, truth);
            x.write(Arrays.copyOf(truth.body(), truth.body().length / 2));
            x.reset();
            return false;
        };
    }

    /** Takes the request and never answers. */
    public static Behaviour silence() {
        return (x, truth) -> {
            x.awaitHangUp();
            return false;
        };
    }

    /** Sends that many bytes of the answer, then nothing more until the other side hangs up. */
    public static Behaviour stall(int after) {
        return (x, truth) -> {
            announce(x, truth);
            x.write(Arrays.copyOf(truth.body(), Math.min(after, truth.body().length)));
            x.awaitHangUp();
            return false;
        };
    }

    /** The right answer, a byte at a time. */
    public static Behaviour drip(Duration pause) {
        CountDownLatch never = new CountDownLatch(1);
        return (x, truth) -> {
            announce(x, truth);
            for (byte b : truth.body()) {
                x.write(new byte[] {b});
                if (never.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new AssertionError("nobody ends a pause");
                }
            }
            return true;
        };
    }

    /** The right answer, once the gate is opened; the test learns through {@code asked} that somebody waits. */
    public static Behaviour held(CountDownLatch asked, CountDownLatch gate) {
        return (x, truth) -> {
            asked.countDown();
            gate.await();
            x.send(truth);
            return true;
        };
    }

    /** The right answer with its last bytes only once the gate is opened. */
    public static Behaviour held(int lastBytes, CountDownLatch asked, CountDownLatch gate) {
        return (x, truth) -> {
            int first = Math.max(0, truth.body().length - lastBytes);
            announce(x, truth);
            x.write(Arrays.copyOf(truth.body(), first));
            asked.countDown();
            gate.await();
            x.write(Arrays.copyOfRange(truth.body(), first, truth.body().length));
            return true;
        };
    }

    /** That behaviour for so many requests, and the truth from then on. */
    public static Behaviour times(int count, Behaviour first) {
        CountDownLatch left = new CountDownLatch(count);
        return (x, truth) -> {
            if (left.getCount() > 0) {
                left.countDown();
                return first.answer(x, truth);
            }
            x.send(truth);
            return true;
        };
    }

    private static void announce(Exchange x, Content truth) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>(truth.headers());
        fields.put("Content-Length", Integer.toString(truth.body().length));
        x.begin(truth.status(), fields);
    }
}
