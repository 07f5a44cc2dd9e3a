package dev.waag.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waag.python.CoreMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/** Whatever comes in, an inspection ends with an answer: it never throws, and what cannot be read is unsafe. */
final class InspectFuzzTest {
    private static final Limits SMALL =
            new Limits(500, 8 << 20, 50, 1 << 20, 2, 300, 1 << 16, 16, 1 << 20, 1 << 20, 100);

    private static Inspection inspect(String filename, byte[] input) throws IOException {
        Inspection found = Inspector.inspect(
                new Inspector.Request(filename, Optional.empty(), Optional.empty(), SMALL, java.util.Set.of()),
                new ByteArrayInputStream(input));
        assertThat(found.size()).isEqualTo(input.length);
        assertThat(found.score()).isBetween(0.0, 1.0);
        if (!found.complete()) {
            assertThat(found.unsafe()).isTrue();
        }
        return found;
    }

    @FuzzTest
    void zip(byte[] input) throws IOException {
        inspect("demo-1.0-py3-none-any.whl", input);
    }

    @FuzzTest
    void tar(byte[] input) throws IOException {
        inspect("demo-1.0.tar", input);
    }

    @FuzzTest
    void gzip(byte[] input) throws IOException {
        inspect("demo-1.0.tar.gz", input);
    }

    @FuzzTest
    void bzip2(byte[] input) throws IOException {
        inspect("demo-1.0.tar.bz2", input);
    }

    @FuzzTest
    void metadata(byte[] input) throws IOException {
        Zips zip = new Zips();
        zip.add("demo/__init__.py", "");
        zip.add("demo-1.0.dist-info/METADATA", input);
        zip.add("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n");
        Inspection found = inspect("demo-1.0-py3-none-any.whl", zip.record().bytes());
        boolean named = found.metadata().map(CoreMetadata::name).orElse("").equals("demo");
        assertThat(found.unsafe() || named || found.metadata().isPresent()).isTrue();
    }

    @FuzzTest
    void record(byte[] input) {
        RecordFile.parse(input).ifPresent(r -> assertThat(r.rows()).doesNotContainNull());
    }

    @FuzzTest
    void entryPoints(byte[] input) {
        assertThat(EntryPoints.parse(input).all())
                .allSatisfy(p -> assertThat(p.toString()).contains("="));
    }

    @FuzzTest
    void nativeFile(byte[] input) {
        if (Magic.native_(input, input.length)) {
            Problems problems = new Problems(SMALL);
            new Natives(Identity.of("demo-1.0-py3-none-any.whl", Optional.empty()), problems)
                    .see("demo/x.so", input, input.length, true);
            assertThat(problems.findings()).isNotEmpty();
        }
    }

    @FuzzTest
    void picture(byte[] input) {
        new Payloads(SMALL, new Problems(SMALL)).media("demo/x.png", input, input.length);
        assertThat(MediaEnd.find(input, input.length)).isBetween(-1, input.length);
    }
}
