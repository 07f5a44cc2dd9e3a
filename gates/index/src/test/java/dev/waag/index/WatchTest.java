package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.store.FileRecord;
import dev.waag.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Instant UPLOADED = Instant.parse("2026-01-01T00:00:00.123456Z");
    private static final Instant LATER = TestClock.START.plus(Duration.ofHours(1));
    private static final String NAME = "kaas-1.0-py3-none-any.whl";

    /** A file as a page names it, field by field. */
    private static final ProjectName PROJECT = new ProjectName("kaas");

    private static final class Draft {
        Map<String, String> hashes = Map.of("sha256", "aa".repeat(32));
        OptionalLong size = OptionalLong.of(1000);
        Optional<Instant> uploaded = Optional.of(UPLOADED);
        String requiresPython = ">=3.9";
        Optional<String> yanked = Optional.empty();
        Optional<String> metadata = Optional.empty();
        Optional<String> provenance = Optional.of("https://index.example/p");
        String url = "https://files.example/" + NAME;

        SimpleFile file() {
            return new SimpleFile(
                    NAME, url, hashes, size, uploaded, requiresPython, yanked, false, metadata, provenance);
        }
    }

    private static SimpleFile file(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.file();
    }

    private static SimplePage page(SimpleFile... files) {
        return new SimplePage("kaas", ProjectStatus.ACTIVE, List.of(files));
    }

    private static List<FileRecord> seen(SimpleFile... files) {
        return Watch.merge(PROJECT, List.of(), page(files), TestClock.START).files();
    }

    /** What is found when a file first said the one and now says the other; empty where nothing is. */
    private static Optional<String> change(Consumer<Draft> first, Consumer<Draft> now) {
        Watch.Merged merged = Watch.merge(PROJECT, seen(file(first)), page(file(now)), LATER);
        FileRecord record = merged.files().getFirst();
        assertThat(merged.alerts().isEmpty()).isEqualTo(record.changed().isEmpty());
        if (record.changed().isPresent()) {
            assertThat(record.seen()).as("frozen as it was").isEqualTo(file(first));
            assertThat(record.latest()).contains(file(now));
        }
        return record.changed();
    }

    private static Optional<String> change(Consumer<Draft> now) {
        return change(d -> {}, now);
    }

    @Test
    void whatMustNotChangeIsNoticed() {
        assertThat(change(d -> d.hashes = Map.of("sha256", "bb".repeat(32))))
                .hasValueSatisfying(c -> assertThat(c).startsWith("sha256 was aaaaaaaaaaaa..., is bbbbbbbbbbbb"));
        assertThat(change(d -> d.hashes = Map.of()))
                .hasValueSatisfying(c -> assertThat(c).startsWith("sha256 was").endsWith("is gone"));
        assertThat(change(d -> d.hashes = Map.of("md5", "aa")))
                .hasValueSatisfying(c -> assertThat(c).endsWith("is gone"));
        assertThat(change(d -> d.hashes = Map.of("md5", "aa"), d -> d.hashes = Map.of("md5", "bb")))
                .contains("md5 was aa, is bb");
        assertThat(change(d -> d.size = OptionalLong.of(1001))).contains("size was 1000 bytes, is 1001");
        assertThat(change(d -> d.uploaded = Optional.of(UPLOADED.plusSeconds(1))))
                .contains("upload time was 2026-01-01T00:00:00Z, is 2026-01-01T00:00:01Z");
        assertThat(change(d -> d.provenance = Optional.empty())).contains("its provenance is gone");
        assertThat(change(d -> d.provenance = Optional.of("https://index.example/other")))
                .contains("another provenance than before");
    }

    @Test
    void whatMayChangeDoesAndIsBroughtUpToDate() {
        for (Consumer<Draft> next : List.<Consumer<Draft>>of(
                d -> d.yanked = Optional.of("broken"),
                d -> d.requiresPython = ">=3.10",
                d -> d.metadata = Optional.of("cc"),
                d -> d.url = "https://mirror.example/" + NAME)) {
            Watch.Merged merged = Watch.merge(PROJECT, seen(file(d -> {})), page(file(next)), LATER);
            assertThat(merged.alerts()).isEmpty();
            assertThat(merged.touched()).hasSize(1);
            assertThat(merged.files().getFirst().seen()).isEqualTo(file(next));
        }
    }

    @Test
    void anUploadTimeThatOnlyBecomesMorePreciseIsTheSame() {
        assertThat(change(d -> d.uploaded = Optional.of(Instant.parse("2026-01-01T00:00:00Z"))))
                .isEmpty();
    }

    @Test
    void whatWasUnknownMayBecomeKnownAndIsKeptWhenItIsNotSaidAnyMore() {
        Consumer<Draft> bare = d -> {
            d.hashes = Map.of();
            d.size = OptionalLong.empty();
            d.uploaded = Optional.empty();
            d.provenance = Optional.empty();
        };
        assertThat(change(bare, d -> {})).isEmpty();
        List<FileRecord> known = Watch.merge(PROJECT, seen(file(bare)), page(file(d -> {})), LATER)
                .files();
        assertThat(known.getFirst().seen()).isEqualTo(file(d -> {}));
        Watch.Merged silent = Watch.merge(
                PROJECT,
                known,
                page(file(d -> {
                    d.size = OptionalLong.empty();
                    d.uploaded = Optional.empty();
                })),
                LATER);
        assertThat(silent.alerts()).isEmpty();
        assertThat(silent.files().getFirst().seen()).isEqualTo(file(d -> {}));
        assertThat(Watch.merge(PROJECT, silent.files(), page(file(d -> d.size = OptionalLong.of(7))), LATER)
                        .alerts())
                .hasSize(1);
    }

    @Test
    void aFileThatVanishesIsKeptFrozenAndNamedOnce() {
        Watch.Merged gone = Watch.merge(PROJECT, seen(file(d -> {})), page(), LATER);
        assertThat(gone.files()).hasSize(1);
        assertThat(gone.alerts()).hasSize(1);
        assertThat(gone.files().getFirst().changed())
                .contains("no longer on the upstream's page since 2026-11-22T11:00:00Z");
        Watch.Merged still = Watch.merge(PROJECT, gone.files(), page(), LATER.plusSeconds(60));
        assertThat(still.alerts()).isEmpty();
        assertThat(still.touched()).isEmpty();
        assertThat(still.files()).isEqualTo(gone.files());
    }

    @Test
    void aFileThatComesBackAsItWasIsNoLongerFrozen() {
        List<FileRecord> gone =
                Watch.merge(PROJECT, seen(file(d -> {})), page(), LATER).files();
        Watch.Merged back = Watch.merge(PROJECT, gone, page(file(d -> {})), LATER);
        assertThat(back.files().getFirst().changed()).isEmpty();
        assertThat(back.touched()).hasSize(1);
        assertThat(back.alerts()).isEmpty();
        Watch.Merged other = Watch.merge(PROJECT, gone, page(file(d -> d.size = OptionalLong.of(7))), LATER);
        assertThat(other.alerts()).hasSize(1);
    }

    @Test
    void nothingIsTouchedWhereNothingDiffers() {
        List<FileRecord> known = seen(file(d -> {}));
        Watch.Merged same = Watch.merge(PROJECT, known, page(file(d -> {})), LATER);
        assertThat(same.touched()).isEmpty();
        assertThat(same.files()).isEqualTo(known);
        assertThat(same.files().getFirst().firstSeen()).isEqualTo(TestClock.START);
    }
}
