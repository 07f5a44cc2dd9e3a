package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TreeWriterTest {
    @Test
    void anyBatchesComeToWhatOneBatchComesTo() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int total = random.nextInt(3000);
            List<byte[]> entries = new ArrayList<>();
            for (int i = 0; i < total; i++) {
                byte[] entry = new byte[random.nextInt(40)];
                random.nextBytes(entry);
                entries.add(entry);
            }
            MemoryLog whole = new MemoryLog();
            whole.append(entries);
            MemoryLog parts = new MemoryLog();
            for (int at = 0; at < total; ) {
                int count = Math.min(total - at, random.nextInt(random.nextBoolean() ? 4 : 700));
                parts.append(entries.subList(at, at + count));
                at += count;
            }
            assertThat(parts.checkpoint()).isEqualTo(whole.checkpoint());
            // The parts have older partial tiles too; every file of the whole is there, the same.
            for (String path : whole.files.keySet()) {
                assertThat(parts.file(path)).as("seed %d, %s", seed, path).isEqualTo(whole.file(path));
            }
            parts.prune();
            assertThat(TreeWriter.open(total, parts).root())
                    .isEqualTo(whole.checkpoint().root());
        }
    }

    @Test
    void writesTheFilesOfTheSpecificationsExample() throws IOException {
        // C2SP tlog-tiles, "Partial Tiles": a tree of size 70,000.
        MemoryLog log = new MemoryLog();
        log.append(Collections.nCopies(70_000, new byte[] {1}));
        assertThat(log.files.keySet().stream().filter(p -> p.startsWith("tile/0/")))
                .hasSize(274)
                .contains("tile/0/000", "tile/0/272", "tile/0/273.p/112");
        assertThat(log.files.keySet().stream().filter(p -> p.startsWith("tile/1/")))
                .containsExactly("tile/1/000", "tile/1/001.p/17");
        assertThat(log.files.keySet().stream().filter(p -> p.startsWith("tile/2/")))
                .containsExactly("tile/2/000.p/1");
        assertThat(log.files.keySet().stream().filter(p -> p.startsWith("tile/entries/")))
                .hasSize(274)
                .contains("tile/entries/273.p/112");
        assertThat(log.file("tile/0/000")).hasSize(8192);
        assertThat(log.file("tile/1/001.p/17")).hasSize(17 * 32);
        assertThat(log.file("tile/entries/273.p/112")).hasSize(112 * 3).startsWith(0, 1, 1, 0, 1, 1);
    }

    @Test
    void aTreeOfOneFullTileHasAPartialOneAboveIt() throws IOException {
        MemoryLog log = MemoryLog.of(256);
        assertThat(log.files).containsOnlyKeys("tile/0/000", "tile/1/000.p/1", "tile/entries/000");
    }

    @Test
    void resumesAroundWholeTilesOfEveryLevel() throws IOException {
        for (int size : new int[] {255, 256, 257, 512, 65_535, 65_536, 65_537, 65_536 + 256, 131_072}) {
            MemoryLog log = new MemoryLog();
            log.append(Collections.nCopies(size, new byte[] {7}));
            MemoryLog more = new MemoryLog();
            more.append(Collections.nCopies(size + 300, new byte[] {7}));

            TreeWriter writer = TreeWriter.open(size, log);
            assertThat(writer.root()).isEqualTo(log.checkpoint().root());
            TreeWriter.Batch batch = writer.append(Collections.nCopies(300, new byte[] {7}));
            assertThat(batch.size()).isEqualTo(size + 300);
            assertThat(batch.root()).isEqualTo(more.checkpoint().root());
            for (TileFile file : batch.files()) {
                assertThat(file.bytes()).as(file.path()).isEqualTo(more.file(file.path()));
            }
        }
    }

    @Test
    void aBatchThatIsNotCommittedNeverWas() throws IOException {
        MemoryLog log = MemoryLog.of(300);
        TreeWriter writer = TreeWriter.open(300, log);
        byte[] before = writer.root();
        TreeWriter.Batch lost = writer.append(List.of(text("lost"), text("too")));
        assertThat(writer.size()).isEqualTo(300);
        assertThat(writer.root()).isEqualTo(before);

        TreeWriter.Batch kept = writer.append(List.of(text("kept")));
        assertThat(kept.size()).isEqualTo(301);
        assertThatIllegalStateException().isThrownBy(() -> writer.commit(lost));
        writer.commit(kept);
        assertThat(writer.root()).isEqualTo(kept.root());
        assertThatIllegalStateException().isThrownBy(() -> writer.commit(kept));

        log.append(List.of(text("kept")));
        assertThat(log.checkpoint().root()).isEqualTo(kept.root());
    }

    @Test
    void anEmptyBatchChangesNoFile() throws IOException {
        TreeWriter writer = TreeWriter.open(300, MemoryLog.of(300));
        TreeWriter.Batch batch = writer.append(List.of());
        assertThat(batch.files()).isEmpty();
        assertThat(batch.root()).isEqualTo(writer.root());
        writer.commit(batch);
        assertThat(writer.size()).isEqualTo(300);
    }

    @Test
    void takesTheLongestEntryAndRefusesALonger() throws IOException {
        MemoryLog log = new MemoryLog();
        log.append(List.of(new byte[EntryBundle.MAX_ENTRY], new byte[0]));
        assertThat(EntryBundle.entry(log, 0, 2)).hasSize(EntryBundle.MAX_ENTRY);
        assertThat(EntryBundle.entry(log, 1, 2)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.append(List.of(text("fits"), new byte[EntryBundle.MAX_ENTRY + 1])))
                .withMessageContaining("65536")
                .withMessageContaining("65535");
        assertThat(log.checkpoint().size()).isEqualTo(2);
    }

    @Test
    void opensNoTreeWhoseFilesAreMissingOrBroken() throws IOException {
        MemoryLog log = MemoryLog.of(300);
        long size = log.entries.size();
        assertThatIllegalArgumentException().isThrownBy(() -> TreeWriter.open(-1, log));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> TreeWriter.open(size + 1, log));
        breakAndOpen(size, TilePath.tile(0, 1, 44), new byte[43 * 32]);
        breakAndOpen(size, TilePath.tile(0, 1, 44), new byte[44 * 32]);
        breakAndOpen(size, TilePath.entries(1, 44), new byte[] {0});
        breakAndOpen(size, TilePath.entries(1, 44), new byte[] {0, 9, 1});
        breakAndOpen(size, TilePath.entries(1, 44), new byte[43 * 2]);
        breakAndOpen(size, TilePath.entries(1, 44), new byte[257 * 2]);
    }

    private static void breakAndOpen(long size, String path, byte[] bytes) throws IOException {
        MemoryLog log = MemoryLog.of((int) size);
        assertThat(log.files).containsKey(path);
        log.files.put(path, bytes);
        assertThatExceptionOfType(BrokenTileException.class).isThrownBy(() -> TreeWriter.open(size, log));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
