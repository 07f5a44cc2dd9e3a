package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.python.ZipMaker.Member;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

final class WheelTailTest {
    private static final WheelName WHEEL =
            WheelName.parse("a_b-1.0-py3-none-any.whl").orElseThrow();
    private static final String NAME = "a_b-1.0.dist-info/METADATA";
    private static final byte[] METADATA =
            "Metadata-Version: 2.1\nName: a-b\nVersion: 1.0\n".repeat(20).getBytes(StandardCharsets.UTF_8);
    private static final int LIMIT = 1 << 20;

    /** The tails a caller may come with: nothing, next to nothing, a part of each structure, all. */
    private static final List<Integer> TAILS =
            List.of(0, 1, 21, 22, 23, 60, 98, 150, 400, 1_000, 3_000, 65_557, 70_000, Integer.MAX_VALUE);

    @Test
    void findsMetadataHoweverTheyAreKept() throws IOException, PageFormatException {
        Member stored = Member.of(NAME, METADATA, ZipMaker.STORED);
        Member deflated = Member.of(NAME, METADATA, ZipMaker.DEFLATED);
        for (Member member : List.of(
                stored,
                deflated,
                stored.withDescriptor(),
                deflated.withDescriptor(),
                stored.withZip64(),
                deflated.withZip64().withDescriptor(),
                deflated.withLocalExtra(10),
                deflated.withLocalExtra(5_000),
                deflated.withFlags(1 << 11))) {
            assertFound(code().add(member).make());
            assertFound(code().add(member).zip64().make());
            assertFound(code().add(member).comment(new byte[65_535]).make());
            assertFound(code().add(member)
                    .zip64()
                    .comment("hello".getBytes(StandardCharsets.UTF_8))
                    .make());
            assertFound(new ZipMaker()
                    .add(member)
                    .add(Member.of("a_b/z.py", new byte[100_000], ZipMaker.STORED))
                    .make());
        }
    }

    @Test
    void findsMetadataAmongManyMembers() throws IOException, PageFormatException {
        ZipMaker zip = new ZipMaker();
        for (int i = 0; i < 5_000; i++) {
            zip.add(Member.of(
                    "a_b/module_" + i + ".py", ("x = " + i).getBytes(StandardCharsets.UTF_8), ZipMaker.DEFLATED));
            if (i == 2_500) {
                zip.add(Member.of(NAME, METADATA, ZipMaker.DEFLATED));
            }
        }
        assertFound(zip.make());
    }

    @Test
    void readsWhatTheJdkWrites() throws IOException, PageFormatException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name :
                    List.of("a_b/__init__.py", NAME, "a_b-1.0.dist-info/WHEEL", "a_b-1.0.dist-info/RECORD")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(METADATA);
            }
        }
        assertFound(out.toByteArray());
    }

    @Test
    void acceptsOtherSpellingsOfTheFolder() throws IOException, PageFormatException {
        for (String folder : List.of("a_b-1.0", "A.B-1.0", "a-b-1.0", "a_b-1.0.0", "a_b-01.0", "a__b-1")) {
            byte[] wheel = new ZipMaker()
                    .add(Member.of(folder + ".dist-info/METADATA", METADATA, ZipMaker.DEFLATED))
                    .make();
            assertThat(read(wheel, wheel.length)).as(folder).isEqualTo(METADATA);
        }
        WheelName local = WheelName.parse("a_b-1.0+cu_118-py3-none-any.whl").orElseThrow();
        byte[] wheel = new ZipMaker()
                .add(Member.of("a_b-1.0+cu.118.dist-info/METADATA", METADATA, ZipMaker.STORED))
                .make();
        assertThat(WheelTail.metadata(local, wheel.length, wheel, new Source(wheel, wheel.length), LIMIT))
                .isEqualTo(METADATA);
    }

    @Test
    void passesOverOtherFoldersMetadata() throws IOException, PageFormatException {
        byte[] wheel = code().add(Member.of("a_b/_vendor/x-1.dist-info/METADATA", new byte[3], ZipMaker.STORED))
                .add(Member.of("METADATA", new byte[3], ZipMaker.STORED))
                .add(Member.of("a_b-1.0.dist-info/METADATA.txt", new byte[3], ZipMaker.STORED))
                .add(Member.of(NAME, METADATA, ZipMaker.STORED))
                .make();
        assertThat(read(wheel, wheel.length)).isEqualTo(METADATA);
    }

    @Test
    void refusesWhatIsAmbiguousOrDamaged() {
        Member good = Member.of(NAME, METADATA, ZipMaker.DEFLATED);
        Member stored = Member.of(NAME, METADATA, ZipMaker.STORED);
        byte[] plain = code().add(good).make();
        Map<String, List<byte[]>> table = Map.ofEntries(
                Map.entry(
                        "it has no end record",
                        List.of(new byte[0], new byte[21], new byte[100_000], Arrays.copyOf(plain, plain.length - 23))),
                Map.entry("has no .dist-info/METADATA", List.of(code().make(), new ZipMaker().make())),
                Map.entry(
                        "has 2 .dist-info/METADATA",
                        List.of(
                                code().add(good).add(good).make(),
                                code().add(good)
                                        .add(Member.of("x-1.dist-info/METADATA", METADATA, ZipMaker.STORED))
                                        .make())),
                Map.entry(
                        "not of its name and version",
                        List.of(
                                folder("x-1.0"),
                                folder("a_b-2.0"),
                                folder("a_b"),
                                folder("a_b-"),
                                folder(""),
                                folder("a_b-1.0-x"),
                                folder("a_b-1.0.post1"))),
                Map.entry(
                        "comment does not end where the file ends",
                        List.of(
                                concat(plain, new byte[1]),
                                Arrays.copyOf(
                                        code().add(good).comment(new byte[10]).make(), plain.length + 9),
                                code().add(good)
                                        .comment(concat(new byte[] {'P', 'K', 5, 6}, new byte[18 + 5]))
                                        .make())),
                Map.entry(
                        "data stand before the archive",
                        List.of(
                                concat(new byte[] {'M', 'Z'}, plain),
                                code().add(good)
                                        .end(b -> b.putInt(16, b.getInt(16) + 1))
                                        .make(),
                                code().add(good)
                                        .end(b -> b.putInt(12, b.getInt(12) - 1))
                                        .make(),
                                code().add(good)
                                        .end(b -> b.putInt(16, 0x7fff_ffff))
                                        .make())),
                Map.entry(
                        "several volumes",
                        List.of(
                                code().add(good)
                                        .end(b -> b.putShort(4, (short) 1))
                                        .make(),
                                code().add(good)
                                        .end(b -> b.putShort(8, (short) 1))
                                        .make())),
                Map.entry(
                        "lists more members than",
                        List.of(code().add(good)
                                .end(b -> b.putShort(8, (short) 1).putShort(10, (short) 1))
                                .make())),
                Map.entry(
                        "structure is cut short",
                        List.of(code().add(good)
                                .end(b -> b.putShort(8, (short) 9).putShort(10, (short) 9))
                                .make())),
                Map.entry(
                        "two zip end records contradict",
                        List.of(
                                code().add(good)
                                        .zip64()
                                        .end(b -> b.putInt(16, 7))
                                        .make(),
                                code().add(good)
                                        .zip64()
                                        .end(b -> b.putShort(8, (short) 7).putShort(10, (short) 7))
                                        .make(),
                                code().add(good)
                                        .zip64()
                                        .end64(b -> b.putLong(24, 99))
                                        .make())),
                Map.entry(
                        "points outside the file",
                        List.of(code().add(good)
                                .zip64()
                                .end64(b -> b.putLong(48, -1))
                                .make())),
                Map.entry(
                        "zip64 end record is not where",
                        List.of(code().add(good)
                                .zip64()
                                .end64(b -> b.putInt(0, 0))
                                .make())),
                Map.entry(
                        "contradict each other",
                        List.of(
                                code().add(good.withLocalName("a_b-1.0.dist-info/METADATB"))
                                        .make(),
                                code().add(good.withLocalName("x".repeat(50))).make())),
                Map.entry(
                        "unknown method",
                        List.of(
                                code().add(good.withMethod(12)).make(),
                                code().add(good.withFlags(1)).make())),
                Map.entry(
                        "CRC is wrong",
                        List.of(
                                code().add(good.withCrc(1)).make(),
                                code().add(stored.withCrc(1)).make())),
                Map.entry(
                        "not as long as",
                        List.of(
                                code().add(good.withLengths(good.compressed(), good.length() - 1))
                                        .make(),
                                code().add(good.withLengths(good.compressed(), good.length() + 1))
                                        .make(),
                                code().add(good.withLengths(good.compressed() - 1, good.length()))
                                        .make())),
                Map.entry(
                        "with two lengths",
                        List.of(code().add(stored.withLengths(stored.compressed(), stored.length() - 1))
                                .make())),
                Map.entry(
                        "cannot be inflated",
                        List.of(code().add(stored.withMethod(ZipMaker.DEFLATED)).make())),
                Map.entry(
                        "larger than 1048576 bytes",
                        List.of(
                                code().add(Member.of(NAME, new byte[LIMIT + 1], ZipMaker.DEFLATED))
                                        .make(),
                                code().add(good.withLengths(0xffff_fff0L, good.length()))
                                        .make(),
                                code().add(good.withZip64().withLengths(Long.MAX_VALUE, good.length()))
                                        .make(),
                                code().add(good.withZip64().withLengths(good.compressed(), Long.MAX_VALUE))
                                        .make())));
        table.forEach((message, wheels) -> wheels.forEach(wheel -> {
            for (int tail : List.of(Integer.MAX_VALUE, 0, 40, 300)) {
                assertThatThrownBy(() -> read(wheel, tail))
                        .as("%s, tail %s", message, tail)
                        .isInstanceOf(PageFormatException.class)
                        .hasMessageContaining(message);
            }
        }));
    }

    @Test
    void needsOneReadForAnOrdinaryWheel() throws IOException, PageFormatException {
        byte[] wheel = code().add(Member.of(NAME, METADATA, ZipMaker.DEFLATED)).make();
        Source all = new Source(wheel, WheelTail.USUAL_TAIL);
        assertThat(WheelTail.metadata(WHEEL, wheel.length, all.tail(), all, LIMIT))
                .isEqualTo(METADATA);
        assertThat(all.reads).isEmpty();
        // METADATA at the very beginning of a large wheel: the tail, and the member itself
        byte[] early = new ZipMaker()
                .add(Member.of(NAME, METADATA, ZipMaker.DEFLATED))
                .add(Member.of("a_b/data.bin", new byte[500_000], ZipMaker.STORED))
                .make();
        Source source = new Source(early, WheelTail.USUAL_TAIL);
        assertThat(WheelTail.metadata(WHEEL, early.length, source.tail(), source, LIMIT))
                .isEqualTo(METADATA);
        assertThat(source.reads).hasSize(1);
        assertThat(source.bytes).isLessThan(2_000);
    }

    @Test
    void saysWhenTheReaderGivesLess() {
        byte[] wheel = code().add(Member.of(NAME, METADATA, ZipMaker.DEFLATED)).make();
        assertThatThrownBy(() -> WheelTail.metadata(
                        WHEEL, wheel.length, new byte[0], (offset, length) -> new byte[length - 1], LIMIT))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> WheelTail.metadata(WHEEL, 1, new byte[2], (offset, length) -> new byte[length], LIMIT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ZipMaker code() {
        Random random = new Random(5);
        byte[] noise = new byte[3_000];
        random.nextBytes(noise);
        return new ZipMaker()
                .add(Member.of("a_b/__init__.py", new byte[10], ZipMaker.STORED))
                .add(Member.of("a_b/data.bin", noise, ZipMaker.DEFLATED))
                .add(Member.of("a_b-1.0.dist-info/WHEEL", new byte[80], ZipMaker.DEFLATED));
    }

    private static byte[] folder(String stem) {
        return code().add(Member.of(stem + ".dist-info/METADATA", METADATA, ZipMaker.DEFLATED))
                .make();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static void assertFound(byte[] wheel) throws IOException, PageFormatException {
        for (int tail : TAILS) {
            assertThat(read(wheel, tail)).as("tail of %s", tail).isEqualTo(METADATA);
        }
    }

    private static byte[] read(byte[] wheel, int tail) throws IOException, PageFormatException {
        Source source = new Source(wheel, tail);
        return WheelTail.metadata(WHEEL, wheel.length, source.tail(), source, LIMIT);
    }

    /** The rest of a wheel; fails where a byte is asked for twice. */
    private static final class Source implements WheelTail.Reader {
        private final byte[] wheel;
        private final int tail;
        private final boolean[] given;
        private final List<Long> reads = new ArrayList<>();
        private int bytes;

        Source(byte[] wheel, int tail) {
            this.wheel = wheel;
            this.tail = Math.min(tail, wheel.length);
            given = new boolean[wheel.length];
            Arrays.fill(given, wheel.length - this.tail, wheel.length, true);
        }

        byte[] tail() {
            return Arrays.copyOfRange(wheel, wheel.length - tail, wheel.length);
        }

        @Override
        public byte[] read(long offset, int length) {
            reads.add(offset);
            bytes += length;
            for (int i = 0; i < length; i++) {
                if (given[(int) offset + i]) {
                    throw new AssertionError("byte " + (offset + i) + " is read twice");
                }
                given[(int) offset + i] = true;
            }
            return Arrays.copyOfRange(wheel, (int) offset, (int) offset + length);
        }
    }
}
