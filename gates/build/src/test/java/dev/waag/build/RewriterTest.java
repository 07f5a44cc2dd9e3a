package dev.waag.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

final class RewriterTest {
    private static final long EPOCH = 1_700_000_000L;
    private static final String WHEEL = "acme-1.0-py3-none-any.whl";
    private static final Map<String, String> PARTS = Map.of(
            "acme/__init__.py", "x = 1\n",
            "acme/data,with comma.txt", "y",
            "acme-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n",
            "acme-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n",
            "acme-1.0.dist-info/RECORD", "made up");

    private static byte[] zip(Map<String, String> parts, boolean reversed, long time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> names = new ArrayList<>(parts.keySet());
        Collections.sort(names);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String n : reversed ? names.reversed() : names) {
                ZipEntry e = new ZipEntry(n);
                e.setTime(time);
                zip.putNextEntry(e);
                zip.write(parts.getOrDefault(n, "").getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(List<TarArchiveEntry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (TarArchiveEntry e : entries) {
                byte[] content =
                        e.isFile() && !e.isLink() && !e.isSymbolicLink() && e.getLinkFlag() != TarConstants.LF_CHR
                                ? e.getName().getBytes(UTF_8)
                                : new byte[0];
                e.setSize(content.length);
                tar.putArchiveEntry(e);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static TarArchiveEntry file(String name) {
        return new TarArchiveEntry(name);
    }

    private static TarArchiveEntry link(String name, byte kind, String to) {
        TarArchiveEntry e = new TarArchiveEntry(name, kind);
        e.setLinkName(to);
        return e;
    }

    @Test
    void theSameWheelIsTheSameBytesWhateverItsZipIs() throws Exception {
        byte[] one = WheelRewriter.rewrite(WHEEL, zip(PARTS, false, 1_000_000_000_000L), EPOCH, Map.of());
        byte[] other = WheelRewriter.rewrite(WHEEL, zip(PARTS, true, 1_600_000_000_000L), EPOCH, Map.of());
        assertThat(one).isEqualTo(other);
        assertThat(WheelRewriter.rewrite(WHEEL, one, EPOCH, Map.of())).isEqualTo(one);
    }

    /** What we write is a format that others verify: a change of one byte is a change for everybody who rebuilds. */
    @Test
    void theWheelsBytesAreThese() throws Exception {
        assertThat(Sha256.of(WheelRewriter.rewrite(WHEEL, zip(PARTS, false, 0), EPOCH, Map.of()))
                        .hex())
                .isEqualTo("1a73ee3d5c1a0de8509f56245bdd48612a42d26a92849af3ded1b697434fc33d");
    }

    @Test
    void theSdistsBytesAreThese() throws Exception {
        byte[] sdist = tar(List.of(file("acme-1.0/PKG-INFO"), file("acme-1.0/b.py"), file("acme-1.0/a.py")));
        assertThat(Sha256.of(SdistRewriter.rewrite("acme-1.0.tar.gz", sdist, EPOCH))
                        .hex())
                .isEqualTo("f7055fd2566f5d312c546afab469c6afc2b72b87e60a5897434c6295686bd34f");
    }

    @Test
    void recordListsEveryMemberWithItsDigest() throws Exception {
        byte[] wheel = WheelRewriter.rewrite(
                WHEEL, zip(PARTS, false, 0), EPOCH, Map.of("sboms/acme.cdx.json", "{}".getBytes(UTF_8)));
        Map<String, byte[]> all = WheelRewriter.contents(wheel);
        String record = new String(all.getOrDefault("acme-1.0.dist-info/RECORD", new byte[0]), UTF_8);
        assertThat(record.lines())
                .hasSize(all.size())
                .contains("acme-1.0.dist-info/RECORD,,")
                .contains("acme/__init__.py,sha256=" + digest("x = 1\n") + ",6")
                .anyMatch(l -> l.startsWith("\"acme/data,with comma.txt\","))
                .anyMatch(l -> l.startsWith("acme-1.0.dist-info/sboms/acme.cdx.json,"));
    }

    private static String digest(String content) {
        return java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(content.getBytes(UTF_8)).bytes());
    }

    @Test
    void whatNoWheelMayHoldIsRefused() throws Exception {
        for (String bad : List.of("../evil.py", "/etc/passwd", "acme/../../evil", "acme//x")) {
            Map<String, String> parts = new LinkedHashMap<>(PARTS);
            parts.put(bad, "");
            assertThatThrownBy(() -> WheelRewriter.rewrite(WHEEL, zip(parts, false, 0), EPOCH, Map.of()))
                    .as(bad)
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining("member named");
        }
        Map<String, String> bare = new LinkedHashMap<>(PARTS);
        bare.remove("acme-1.0.dist-info/METADATA");
        assertThatThrownBy(() -> WheelRewriter.rewrite(WHEEL, zip(bare, false, 0), EPOCH, Map.of()))
                .hasMessageContaining("METADATA");
        assertThatThrownBy(() ->
                        WheelRewriter.rewrite("other-1.0-py3-none-any.whl", zip(PARTS, false, 0), EPOCH, Map.of()))
                .hasMessageContaining("another project's");
    }

    @Test
    void theSameSdistIsTheSameBytesWhateverItsTarIs() throws Exception {
        TarArchiveEntry script = file("acme-1.0/run.sh");
        script.setMode(0100775);
        TarArchiveEntry owned = file("acme-1.0/a.py");
        owned.setIds(1000, 1000);
        owned.setUserName("me");
        owned.setModTime(1234567890000L);
        String deep = "acme-1.0/" + "x".repeat(120) + "/f.py";
        byte[] one = SdistRewriter.rewrite(
                "acme-1.0.tar.gz", tar(List.of(file("acme-1.0/PKG-INFO"), script, owned, file(deep))), EPOCH);
        TarArchiveEntry again = file("acme-1.0/run.sh");
        again.setMode(0100755);
        byte[] other = SdistRewriter.rewrite(
                "acme-1.0.tar.gz",
                tar(List.of(
                        new TarArchiveEntry("acme-1.0/"),
                        file(deep),
                        file("acme-1.0/a.py"),
                        again,
                        file("acme-1.0/PKG-INFO"))),
                EPOCH);
        assertThat(one).isEqualTo(other);
        assertThat(SdistRewriter.contents(one))
                .containsOnlyKeys("PKG-INFO", "a.py", "run.sh", "x".repeat(120) + "/f.py");
    }

    @Test
    void whatNoSdistMayHoldIsRefused() throws Exception {
        TarArchiveEntry info = file("acme-1.0/PKG-INFO");
        Map<String, TarArchiveEntry> bad = new LinkedHashMap<>();
        bad.put("leads out", link("acme-1.0/l", TarConstants.LF_SYMLINK, "../../etc/passwd"));
        bad.put("leads out of", link("acme-1.0/m", TarConstants.LF_SYMLINK, "/etc/passwd"));
        bad.put("hard link", link("acme-1.0/h", TarConstants.LF_LINK, "/etc/passwd"));
        bad.put("neither", link("acme-1.0/d", TarConstants.LF_CHR, ""));
        bad.put("outside", file("other/x"));
        bad.put("leads elsewhere", file("acme-1.0/../x"));
        for (Map.Entry<String, TarArchiveEntry> b : bad.entrySet()) {
            byte[] sdist = tar(List.of(info, b.getValue()));
            assertThatThrownBy(() -> SdistRewriter.rewrite("acme-1.0.tar.gz", sdist, EPOCH))
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining(b.getKey());
        }
        byte[] without = tar(List.of(file("acme-1.0/x")));
        assertThatThrownBy(() -> SdistRewriter.rewrite("acme-1.0.tar.gz", without, EPOCH))
                .hasMessageContaining("PKG-INFO");
    }

    @Test
    void aHardLinkBecomesAFileAndALinkWithinStays() throws Exception {
        byte[] sdist = tar(List.of(
                file("acme-1.0/PKG-INFO"),
                file("acme-1.0/docs/a"),
                link("acme-1.0/hard", TarConstants.LF_LINK, "acme-1.0/docs/a"),
                link("acme-1.0/docs/soft", TarConstants.LF_SYMLINK, "../PKG-INFO")));
        Map<String, byte[]> all = SdistRewriter.contents(SdistRewriter.rewrite("acme-1.0.tar.gz", sdist, EPOCH));
        assertThat(all.get("hard")).isEqualTo(all.get("docs/a"));
        assertThat(new String(all.getOrDefault("docs/soft", new byte[0]), UTF_8))
                .isEqualTo("../PKG-INFO");
    }
}
