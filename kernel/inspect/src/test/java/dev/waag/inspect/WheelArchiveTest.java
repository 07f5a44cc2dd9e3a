package dev.waag.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A wheel that nothing is wrong with, and what makes it unsafe, one thing at a time. */
final class WheelArchiveTest {
    static Inspection inspect(String filename, byte[] content) {
        try {
            return Inspector.inspect(Inspector.Request.of(filename), new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Inspection wheel(Zips zip) {
        return inspect("demo-1.0-py3-none-any.whl", zip.bytes());
    }

    private static void refused(Zips zip, String words) {
        Inspection found = wheel(zip);
        assertThat(found.unsafeFindings()).as(words).anyMatch(f -> f.message().contains(words));
    }

    /** A wheel with something changed before RECORD is written. */
    private static Zips with(Consumer<Zips> change) {
        Zips zip = Zips.wheel();
        change.accept(zip);
        return zip.record();
    }

    @Test
    void nothingIsWrongWithAPlainWheel() {
        Inspection found = wheel(Zips.wheel().record());
        assertThat(found.findings()).isEmpty();
        assertThat(found.complete()).isTrue();
        assertThat(found.metadata().orElseThrow().name()).isEqualTo("demo");
        assertThat(found.project()).isEqualTo("demo");
        assertThat(found.version()).isEqualTo("1.0");
        assertThat(found.score()).isZero();
    }

    @Test
    void describedStoredAndFoldersAreFine() {
        Zips zip = with(z -> {
            z.add("demo/a.txt", "hello hello hello").described = true;
            z.add("demo/b.txt", "stored").stored();
            z.add("demo/empty.txt", "");
            z.add("demo/sub/", "").stored();
            z.add("demo/sub/naïve.txt", "utf-8");
        });
        assertThat(wheel(zip).findings()).isEmpty();
    }

    @Test
    void namesThatLeaveTheTree() {
        refused(with(z -> z.add("../evil.py", "x")), "'..'");
        refused(with(z -> z.add("demo/../../evil.py", "x")), "'..'");
        refused(with(z -> z.add("/etc/cron.d/x", "x")), "absolute");
        refused(with(z -> z.add("C:/x.py", "x")), "drive");
        refused(with(z -> z.add("demo\\..\\..\\x.py", "x")), "'..'");
        refused(with(z -> z.add("demo\\x.py", "x")), "backslash");
        refused(with(z -> z.add("demo/a\nb.py", "x")), "control character");
        refused(with(z -> z.add("demo/a\u202eb.py", "x")), "direction");
    }

    @Test
    void namesThatMeet() {
        refused(with(z -> z.add("demo/__init__.py", "other")), "two members of the same name");
        refused(with(z -> z.add("demo/__INIT__.py", "other")), "case or Unicode");
        refused(
                with(z -> {
                    z.add("demo/caf\u00e9.txt", "x");
                    z.add("demo/cafe\u0301.txt", "x");
                }),
                "case or Unicode");
        refused(with(z -> z.add("demo/__init__.py/x", "other")), "a file that is also a folder");
        refused(with(z -> z.add("Demo/other.py", "other")), "case or Unicode");
    }

    @Test
    void linksAndDevices() {
        refused(with(z -> z.add("demo/link", "/etc/passwd").mode(0xa1ff)), "a link out of the tree");
        refused(with(z -> z.add("demo/link", "../../x").mode(0xa1ff)), "a link out of the tree");
        refused(with(z -> z.add("demo/dev", "").mode(0x21ff)), "a device");
        refused(with(z -> z.add("demo/pipe", "").mode(0x11ff)), "a pipe");
        assertThat(wheel(with(z -> z.add("demo/link", "__init__.py").mode(0xa1ff)))
                        .unsafe())
                .isFalse();
    }

    @Test
    void theTwoEndsOfAZipDisagree() {
        refused(
                with(z -> z.items.getFirst().localName = "demo/__init__.pX".getBytes(StandardCharsets.UTF_8)),
                "disagree on its name");
        refused(with(z -> z.add("demo/hidden.py", "x").listed = false), "not in its directory");
        refused(with(z -> z.items.getFirst().centralCrc = 1), "disagree on its CRC");
        refused(with(z -> z.items.getFirst().centralSize = 1), "disagree on its size");
        refused(with(z -> z.entriesMore = 1), "end record does not fit");
        refused(with(z -> z.items.getFirst().crc = 1), "CRC is wrong");
        refused(with(z -> z.items.getFirst().flags |= 1), "encrypted");
        refused(with(z -> z.items.getFirst().centralFlags = Zip.UTF8 | 1), "encryption");
        refused(with(z -> z.tail = new byte[] {1}), "behind the archive's end");
        refused(with(z -> z.tail = new byte[100]), "behind the archive's end");
        refused(with(z -> z.front = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)), "before the archive");
        refused(with(z -> z.between = "x".getBytes(StandardCharsets.UTF_8)), "belong to no member");
        refused(with(z -> z.items.get(1).before = new byte[7]), "belong to no member");
        refused(with(z -> z.comment = Zips.wheel().record().bytes()), "second end record");
        refused(with(z -> z.items.getFirst().method = 14), "method 14");
    }

    @Test
    void aZipWithinAZipsEnd() {
        byte[] one = Zips.wheel().record().bytes();
        byte[] both = Zips.join(one, one);
        assertThat(inspect("demo-1.0-py3-none-any.whl", both).unsafe()).isTrue();
        assertThat(inspect("demo-1.0-py3-none-any.whl", java.util.Arrays.copyOf(one, one.length - 5))
                        .unsafe())
                .isTrue();
        assertThat(inspect("demo-1.0-py3-none-any.whl", new byte[0]).unsafe()).isTrue();
        for (int length = 0; length < one.length; length++) {
            assertThat(inspect("demo-1.0-py3-none-any.whl", java.util.Arrays.copyOf(one, length))
                            .complete())
                    .isFalse();
        }
    }

    @Test
    void bombs() {
        refused(with(z -> z.add("demo/zeros.bin", new byte[40 << 20])), "bomb");
        byte[] inner = with(z -> z.add("x", new byte[40 << 20])).bytes();
        refused(with(z -> z.add("demo/inner.zip", inner)), "bomb");
        byte[] deep = "x".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 6; i++) {
            Zips zip = new Zips();
            zip.add("a.zip", deep).stored();
            deep = zip.bytes();
        }
        byte[] nested = deep;
        refused(with(z -> z.add("demo/deep.zip", nested)), "nesting");
        refused(with(z -> z.add("demo/" + "a".repeat(2000), "x")), "name length");
    }

    @Test
    void recordIsCompleteAndRight() {
        refused(Zips.wheel(), "RECORD is missing");
        Zips more = Zips.wheel().record();
        more.add("demo/unlisted.py", "x");
        refused(more, "RECORD does not list");
        Zips less = Zips.wheel();
        less.add("demo/gone.py", "x");
        less.record();
        less.items.removeIf(i -> new String(i.name, StandardCharsets.UTF_8).equals("demo/gone.py"));
        refused(less, "not there");
        Zips wrong = Zips.wheel().record();
        wrong.items.getFirst().content = "VALUE = 2\n".getBytes(StandardCharsets.UTF_8);
        refused(wrong, "its digest is another");
        Zips weak = Zips.wheel();
        weak.add("demo-1.0.dist-info/RECORD", "demo/__init__.py,md5=abc,10\n");
        refused(weak, "does not allow");
    }

    @Test
    void recordsOfOtherAlgorithmsAreComparedToo() throws Exception {
        Map<String, String> digests = new TreeMap<>(); // of the member, as Python's hashlib makes them
        digests.put("sha384", "RBwKfowK-CmVuLWLFZ1MILiYKxiwX8OczU7_kmVYrqTN5rhTlerPiUdvpvOtAaL2");
        digests.put("sha512", "SY--AbR03sEJCfrOCErcyScF8k6ssPymM4ks17M5nhG6FzvNPJd1XlKXMKuRkjSh9XLgZNnRJ39qCqJmBQXDrA");
        digests.put("sha3_256", "YHfmOZ9mUzha6fRO9JfEZDYe3tgEkWRyKliBwCU71xk");
        digests.put("sha3_384", "AgW5shApsW9F6NiAxTF37ClcRMRqZXWqWVJWHREJbAxsenuiqXwhO8yHizl2u3YR");
        digests.put(
                "sha3_512", "XZn71jMNbvFJZh8oLZF4sa7I8gi3c0z2bBm-zkYss0v-Nb8fgCFw6kw4CF5GEEip8ajgGU-7EB9-s2ppUbJyrA");
        digests.put(
                "blake2b", "UOF7YLqDF4c3IkrGmHJfgBr4MfSV6WjysgrNTG9S8MZBc2Caz1dI9u4I14Wqkpm1Mdsm3nJBERMwthhEUjSLYw");
        digests.put("blake2s", "DTTFx8nnSRcYzGWYWKunXVFqX07NjRQmzUcXoPMniIQ");
        digests.forEach((name, digest) -> {
            assertThat(twice(recorded(name + "=" + digest)).findings()).isEmpty();
            assertThat(wheel(recorded(name + "=" + digest)).uncompared()).containsExactly(name);
            String other = (digest.charAt(0) == 'A' ? "B" : "A") + digest.substring(1);
            assertThat(twice(recorded(name + "=" + other)).unsafeFindings())
                    .anyMatch(f -> f.message().contains("its digest is another"));
        });
    }

    @Test
    void aDigestInHexadecimalDigitsIsAsTelling() {
        String right = Sha256.of("VALUE = 1\n".getBytes(StandardCharsets.UTF_8)).hex();
        assertThat(wheel(recorded("sha256=" + right)).findings()).isEmpty();
        String wrong = (right.charAt(0) == 'a' ? "b" : "a") + right.substring(1);
        assertThat(wheel(recorded("sha256=" + wrong)).unsafeFindings())
                .anyMatch(f -> f.message().contains("its digest is another"));
    }

    private static Zips recorded(String digest) {
        Zips zip = Zips.wheel().record();
        Zips.Item record = zip.items.getLast();
        record.content = new String(record.content, StandardCharsets.UTF_8)
                .replaceFirst("sha256=[^,]+", digest)
                .getBytes(StandardCharsets.UTF_8);
        return zip;
    }

    private static Inspection twice(Zips zip) {
        byte[] bytes = zip.bytes();
        try {
            return Inspector.inspect(
                    Inspector.Request.of("demo-1.0-py3-none-any.whl"), () -> new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void metadataAndTagsAreThoseOfTheName() {
        refused(said("METADATA", "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n"), "name in the metadata");
        refused(said("METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 2.0\n"), "version in the metadata");
        refused(said("METADATA", "Metadata-Version: 2.1\nName: demo\nName: other\nVersion: 1.0\n"), "two fields name");
        refused(said("WHEEL", "Wheel-Version: 1.0\nTag: cp311-cp311-linux_x86_64\n"), "tags in WHEEL");
        refused(said("WHEEL", "Wheel-Version: 2.0\nTag: py3-none-any\n"), "format version");
        Zips two = Zips.wheel();
        two.add("other-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n");
        refused(two.record(), "more than one .dist-info");
        assertThat(inspect("other-1.0-py3-none-any.whl", Zips.wheel().record().bytes())
                        .unsafe())
                .isTrue();
    }

    private static Zips said(String document, String content) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("demo/__init__.py", "VALUE = 1\n");
        files.put("demo-1.0.dist-info/" + document, content);
        return Zips.wheel(files).record();
    }

    @Test
    void whatTheIndexGaveMustBeTheWheelsOwn() throws IOException {
        byte[] other = "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n".getBytes(StandardCharsets.UTF_8);
        Inspector.Request request =
                Inspector.Request.of("demo-1.0-py3-none-any.whl").indexed(java.util.Optional.of(other));
        Inspection found = Inspector.inspect(
                request, new ByteArrayInputStream(Zips.wheel().record().bytes()));
        assertThat(found.unsafeFindings()).anyMatch(f -> f.message().contains("those that the index gives"));
    }
}
