package dev.waag.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waag.core.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What comes out of a build may be an attacker's: it is refused, or rewritten to what is rewritten to itself. */
final class BuildFuzzTest {
    private static final long EPOCH = 1_700_000_000L;
    private static final String SDIST = "acme-1.0.tar.gz";
    private static final String WHEEL = "acme-1.0-py3-none-any.whl";

    /** The input is the tar within. */
    @FuzzTest
    void sdist(byte[] input) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(input);
        }
        byte[] once;
        try {
            once = SdistRewriter.rewrite(SDIST, packed.toByteArray(), EPOCH);
        } catch (OutputException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return;
        }
        try {
            assertThat(SdistRewriter.rewrite(SDIST, once, EPOCH)).isEqualTo(once);
        } catch (OutputException e) {
            throw new AssertionError("its own writing is refused", e);
        }
    }

    @FuzzTest
    void wheel(byte[] input) {
        byte[] once;
        try {
            once = WheelRewriter.rewrite(WHEEL, input, EPOCH, Map.of());
        } catch (OutputException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return;
        }
        try {
            assertThat(WheelRewriter.rewrite(WHEEL, once, EPOCH, Map.of())).isEqualTo(once);
        } catch (OutputException e) {
            throw new AssertionError("its own writing is refused", e);
        }
    }

    /** What the driver in the sandbox says. */
    @FuzzTest
    void frames(byte[] input) {
        try {
            Frames.parse(input)
                    .made()
                    .ifPresent(m -> assertThat(m.content().length).isLessThanOrEqualTo(input.length));
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest
    void lock(byte[] input) {
        try {
            BuildLock lock = BuildLock.parse(new String(input, UTF_8), "waag-build.lock");
            assertThat(BuildLock.parse(lock.text(), "waag-build.lock")).isEqualTo(lock);
        } catch (UserException e) {
            assertThat(e).hasMessageContaining("waag-build.lock");
        }
    }
}
