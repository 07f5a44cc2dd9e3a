package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The law: what we write, we read back as it was; in HTML, without the sizes and with one hash a file, for which the form has no room. */
final class RoundTripTest {
    private static final List<String> STATES = List.of("active", "archived", "quarantined", "deprecated");

    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "0",
            " ",
            "\"",
            "'",
            "<",
            ">",
            "&",
            "&amp;",
            "&lt",
            "\\",
            "/",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\u001f",
            "\u007f",
            "\u0085",
            "\u00a0",
            "ä",
            "\u2028",
            "\ufeff",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "</title>",
            "</a>",
            "-->",
            "${x}",
            "%00",
            "ﬁ",
            "{",
            "]]>",
            "=");

    @Test
    void jsonKeepsEverything() throws PageFormatException {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            SimplePage page = page(random);
            byte[] written = SimpleWriter.json(page, SimpleWriter.versions(page));
            SimplePage read = SimplePages.readJson(new ByteArrayInputStream(written), Pages.BASE, PageLimits.DEFAULT);
            assertThat(read).isEqualTo(page);
            assertThat(SimpleWriter.json(read, SimpleWriter.versions(read))).isEqualTo(written);
        }
    }

    @Test
    void htmlKeepsAllThatItHasRoomFor() throws PageFormatException {
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            SimplePage page = page(random);
            byte[] written = SimpleWriter.html(page);
            SimplePage read = SimplePages.readHtml(new ByteArrayInputStream(written), Pages.BASE, PageLimits.DEFAULT);
            assertThat(read.status()).isEqualTo(page.status());
            assertThat(read.name()).isEqualTo(page.name());
            assertThat(read.files())
                    .isEqualTo(page.files().stream().map(RoundTripTest::inHtml).toList());
        }
    }

    @Test
    void aRealisticPageSurvivesBoth() throws PageFormatException {
        SimplePage page = Pages.realistic(1_000);
        byte[] json = SimpleWriter.json(page, SimpleWriter.versions(page));
        assertThat(SimplePages.readJson(new ByteArrayInputStream(json), Pages.BASE, PageLimits.DEFAULT))
                .isEqualTo(page);
        assertThat(SimplePages.readHtml(
                                new ByteArrayInputStream(SimpleWriter.html(page)), Pages.BASE, PageLimits.DEFAULT)
                        .files())
                .isEqualTo(page.files().stream().map(RoundTripTest::inHtml).toList());
    }

    private static SimpleFile inHtml(SimpleFile f) {
        Map<String, String> hash =
                f.hashes().containsKey("sha256") ? Map.of("sha256", f.hashes().get("sha256")) : Map.of();
        return new SimpleFile(
                f.filename(),
                f.url(),
                hash,
                OptionalLong.empty(),
                f.uploadTime(),
                f.requiresPython(),
                f.yanked(),
                f.hasMetadata(),
                f.metadataSha256(),
                f.provenance());
    }

    private static SimplePage page(Random random) {
        List<SimpleFile> files = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String filename = "demo-" + i + (random.nextBoolean() ? "-py3-none-any.whl" : ".odd");
            Map<String, String> hashes = new HashMap<>();
            if (random.nextBoolean()) {
                hashes.put("sha256", Pages.hex(random, 32));
                hashes.put("md5", Pages.hex(random, 16));
            }
            files.add(new SimpleFile(
                    filename,
                    "https://files.example/" + Pages.hex(random, 4) + "/" + filename,
                    hashes,
                    random.nextBoolean() ? OptionalLong.of(random.nextLong() >>> 1) : OptionalLong.empty(),
                    random.nextBoolean() ? Optional.of(time(random)) : Optional.empty(),
                    text(random),
                    random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(),
                    random.nextBoolean(),
                    random.nextBoolean() ? Optional.of(Pages.hex(random, 32)) : Optional.empty(),
                    random.nextBoolean() ? Optional.of("https://index.example/p?x=1&y=%20#z") : Optional.empty()));
        }
        return new SimplePage(
                "demo", new ProjectStatus(STATES.get(random.nextInt(STATES.size())), text(random)), files);
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(
                random.nextLong(-60_000_000_000L, 250_000_000_000L), random.nextInt(1_000_000_000));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
