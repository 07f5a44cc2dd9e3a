package dev.waag.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** An sdist that nothing is wrong with, and what makes it unsafe, one thing at a time. */
final class SdistArchiveTest {
    private static Inspection sdist(byte[] content) {
        return WheelArchiveTest.inspect("demo-1.0.tar.gz", content);
    }

    private static void refused(Tars tar, String words) {
        assertThat(sdist(tar.gz()).unsafeFindings())
                .as(words)
                .anyMatch(f -> f.message().contains(words));
    }

    @Test
    void nothingIsWrongWithAPlainSdist() throws IOException {
        byte[] tar = Tars.sdist().link("demo-1.0/alias.py", "demo/__init__.py").tar();
        assertThat(sdist(Tars.gz(tar)).findings()).isEmpty();
        assertThat(sdist(Tars.gz(tar)).metadata().orElseThrow().version()).isEqualTo("1.0");
        ByteArrayOutputStream bz2 = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bz2)) {
            out.write(tar);
        }
        assertThat(WheelArchiveTest.inspect("demo-1.0.tar.bz2", bz2.toByteArray())
                        .findings())
                .isEmpty();
        ByteArrayOutputStream xz = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(xz, new LZMA2Options(1))) {
            out.write(tar);
        }
        assertThat(WheelArchiveTest.inspect("demo-1.0.tar.xz", xz.toByteArray()).findings())
                .isEmpty();
        Zips zip = new Zips();
        zip.add("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nSummary: s\n\nText");
        assertThat(WheelArchiveTest.inspect("demo-1.0.zip", zip.bytes()).findings())
                .isEmpty();
    }

    @Test
    void longNamesArePutTogether() {
        String deep = "demo-1.0/" + "d/".repeat(20) + "x".repeat(120) + ".py";
        Tars pax = Tars.sdist().pax("path", deep).file("short", "x = 1\n");
        assertThat(sdist(pax.gz()).findings()).isEmpty();
        assertThat(sdist(pax.gz()).sources()).containsKey(deep.substring("demo-1.0/".length()));
        Tars gnu = Tars.sdist()
                .member("././@LongLink", 'L', "", (deep + "\0").getBytes(StandardCharsets.UTF_8))
                .file("short", "x = 1\n");
        assertThat(sdist(gnu.gz()).findings()).isEmpty();
    }

    @Test
    void membersThatLeaveTheTree() {
        refused(Tars.sdist().file("demo-1.0/../../x", "x"), "'..'");
        refused(Tars.sdist().file("/etc/x", "x"), "absolute");
        refused(Tars.sdist().pax("path", "/etc/x").file("demo-1.0/x", "x"), "absolute");
        refused(Tars.sdist().link("demo-1.0/x", "/etc/passwd"), "link out of the tree");
        refused(Tars.sdist().link("demo-1.0/x", "../../y"), "link out of the tree");
        refused(Tars.sdist().link("demo-1.0/x", "../other"), "link out of the tree");
        refused(Tars.sdist().link("demo-1.0/x", "demo").file("demo-1.0/x/y", "y"), "below a link");
        refused(Tars.sdist().member("demo-1.0/x", '1', "/etc/passwd", new byte[0]), "hard link");
        refused(Tars.sdist().member("demo-1.0/x", '3', "", new byte[0]), "a device");
        refused(Tars.sdist().member("demo-1.0/x", '6', "", new byte[0]), "a pipe");
        refused(Tars.sdist().file("other/x", "x"), "more than one top folder");
        refused(Tars.sdist().file("x", "x"), "one top folder");
    }

    @Test
    void namesThatMeet() {
        refused(Tars.sdist().file("demo-1.0/PKG-INFO", "x"), "two members");
        refused(Tars.sdist().file("demo-1.0/pkg-info", "x"), "case or Unicode");
        refused(Tars.sdist().file("demo-1.0/PKG-INFO/x", "x"), "also a folder");
        refused(Tars.sdist().file("demo-1.0/a\1b", "x"), "control character");
    }

    @Test
    void dataThatNobodyShouldSee() {
        refused(Tars.sdist().raw(new byte[1024]).file("demo-1.0/hidden.py", "x"), "behind the archive's end");
        byte[] whole = Tars.sdist().gz();
        assertThat(sdist(Zips.join(whole, new byte[] {1, 2, 3})).unsafe()).isTrue();
        assertThat(sdist(Zips.join(whole, Tars.gz(Tars.sdist().tar()))).unsafe())
                .isTrue();
        assertThat(sdist(Zips.join("x".getBytes(StandardCharsets.UTF_8), whole)).unsafe())
                .isTrue();
        assertThat(sdist(java.util.Arrays.copyOf(whole, whole.length - 9)).unsafe())
                .isTrue();
        whole[whole.length - 6] ^= 1;
        assertThat(sdist(whole).unsafe()).isTrue();
    }

    @Test
    void bombsAndBrokenHeaders() {
        refused(Tars.sdist().member("demo-1.0/zeros", '0', "", new byte[40 << 20]), "bomb");
        refused(Tars.sdist().member("././@LongLink", 'L', "", new byte[1 << 20]), "name length");
        refused(Tars.sdist().raw("garbage".repeat(200).substring(0, 512).getBytes(StandardCharsets.UTF_8)), "checksum");
        refused(Tars.sdist().pax("GNU.sparse.major", "1").file("demo-1.0/s", "x"), "sparse");
        assertThat(WheelArchiveTest.inspect("demo-1.0.tar.lz", new byte[10]).unsafe())
                .isTrue();
    }

    @Test
    void metadataAreThoseOfTheName() {
        Tars tar = new Tars().file("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n");
        refused(tar, "name in the metadata");
    }
}
