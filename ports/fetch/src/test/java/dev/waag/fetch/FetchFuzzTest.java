package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Flow;

/** Whatever the bytes, the readers of what comes from outside answer or refuse. */
final class FetchFuzzTest {
    private static final int MAX = 1 << 16;

    @FuzzTest
    void gunzip(byte[] bytes) throws IOException {
        BodyStream body = new BodyStream(
                "index.example",
                FetchLimits.DEFAULT,
                Deadline.in("index.example", FetchLimits.DEFAULT.total()),
                OptionalLong.of(bytes.length),
                MAX);
        body.onSubscribe(new NoSubscription());
        int half = bytes.length / 2;
        body.onNext(List.of(ByteBuffer.wrap(bytes, 0, half)));
        body.onNext(List.of(ByteBuffer.wrap(bytes, half, bytes.length - half)));
        body.onComplete();
        try (GunzipStream unpacked = new GunzipStream("index.example", body, MAX)) {
            assertThat(unpacked.readAllBytes()).hasSizeLessThanOrEqualTo(MAX);
            assertThat(body.read()).isEqualTo(-1);
        } catch (FetchException e) {
            assertThat(e.host()).isEqualTo("index.example");
        }
    }

    @FuzzTest
    void redirect(byte[] bytes) {
        String location = new String(bytes, StandardCharsets.ISO_8859_1);
        URI from = URI.create("https://index.example/simple/x");
        try {
            Optional<URI> next = Redirects.next(
                    from, 302, HttpHeaders.of(Map.of("Location", List.of(location)), (n, v) -> true), false);
            URI to = next.orElseThrow();
            assertThat(to.getScheme()).isEqualTo("https");
            assertThat(to.getHost()).isEqualToIgnoringCase("index.example");
            assertThat(to.getRawUserInfo()).isNull();
            assertThat(to.getRawPath()).startsWith("/");
        } catch (FetchException e) {
            assertThat(e).isInstanceOf(FetchException.BadRedirect.class);
        }
    }

    @FuzzTest
    void netrc(byte[] bytes) {
        assertThat(Netrc.parse(new String(bytes, StandardCharsets.UTF_8)).login(""))
                .isEmpty();
    }

    @FuzzTest
    void proxies(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        NoProxy.parse(text).matches("index.example", 443);
        NoProxy.parse(text).matches("10.1.2.3", 443);
        ProxyServer.parse(text).ifPresent(p -> assertThat(p.port()).isBetween(1, 65535));
    }

    @FuzzTest
    void contentRange(byte[] bytes) {
        ContentRange.parse(new String(bytes, StandardCharsets.ISO_8859_1))
                .ifPresent(r -> assertThat(r.length()).isPositive());
    }

    @FuzzTest
    void pem(byte[] bytes) {
        assertThat(Pem.blocks(bytes, "CERTIFICATE").size()).isLessThanOrEqualTo(bytes.length / 27);
    }

    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long n) {
            // All is here.
        }

        @Override
        public void cancel() {
            // Nothing more would come.
        }
    }
}
