package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.sign.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LogAuditTest {
    private static final NoteSigner SIGNER = NoteSigner.generate(MemoryLog.ORIGIN);

    @Test
    void aSoundLogOfAnySizeIsClean() throws IOException {
        for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 513, 1000, 65_536}) {
            MemoryLog log = MemoryLog.of(size);
            assertThat(audit(log)).isEqualTo(new LogAudit.Clean(log.checkpoint(), size));
            // It looked at every file there is.
            assertThat(log.read).isEqualTo(log.files.keySet());
        }
    }

    @Test
    void aLogWithoutItsOldPartialTilesIsClean() throws IOException {
        MemoryLog log = MemoryLog.of(300);
        String signed = log.signed(SIGNER);
        log.append(MemoryLog.of(300).entries);
        log.prune();
        assertThat(audit(log)).isInstanceOf(LogAudit.Clean.class);
        // Under the older checkpoint the full tiles stand in for the partial ones.
        assertThat(LogAudit.audit(log, signed, SIGNER.verifier(), Optional.empty(), n -> {}))
                .isInstanceOf(LogAudit.Clean.class);
    }

    @Test
    void reportsProgress() throws IOException {
        MemoryLog log = MemoryLog.of(600);
        List<Long> seen = new ArrayList<>();
        LogAudit.audit(log, log.signed(SIGNER), SIGNER.verifier(), Optional.empty(), seen::add);
        assertThat(seen).containsExactly(256L, 512L, 600L);
    }

    @Test
    void findsEveryChangedByteOfASmallLog() throws IOException {
        MemoryLog log = MemoryLog.of(3);
        for (String path : List.copyOf(log.files.keySet())) {
            for (int i = 0; i < log.file(path).length; i++) {
                byte[] sound = log.file(path);
                byte[] changed = sound.clone();
                changed[i] ^= (byte) (1 << (i % 8));
                assertBrokenWith(log, path, changed, sound);
            }
        }
    }

    @Test
    void findsRandomTampering() throws IOException {
        Random random = new Random(5);
        for (int round = 0; round < 40; round++) {
            MemoryLog log = MemoryLog.of(1 + random.nextInt(1200));
            List<String> paths = List.copyOf(log.files.keySet());
            for (int i = 0; i < 10; i++) {
                String path = paths.get(random.nextInt(paths.size()));
                byte[] sound = log.file(path);
                assertBrokenWith(log, path, tamper(sound, random), sound);
            }
            assertThat(audit(log)).isInstanceOf(LogAudit.Clean.class);
        }
    }

    @Test
    void findsTamperingInTheUpperTilesOfALargerLog() throws IOException {
        MemoryLog log = MemoryLog.of(66_000);
        Random random = new Random(6);
        for (String path : List.copyOf(log.files.keySet())) {
            if (path.matches("tile/[1-9]/.*")) {
                byte[] sound = log.file(path);
                assertBrokenWith(log, path, tamper(sound, random), sound);
            }
        }
    }

    /** Flips, cuts, extends or replaces. */
    private static byte[] tamper(byte[] sound, Random random) {
        byte[] changed = sound.clone();
        int at = random.nextInt(sound.length);
        switch (random.nextInt(4)) {
            case 0 -> changed[at] ^= (byte) (1 + random.nextInt(255));
            case 1 -> changed = Arrays.copyOf(sound, at);
            case 2 -> changed = Arrays.copyOf(sound, sound.length + 1 + random.nextInt(64));
            default -> {
                byte[] noise = new byte[sound.length];
                random.nextBytes(noise);
                changed = noise;
            }
        }
        return changed;
    }

    @Test
    void findsAMissingFile() throws IOException {
        MemoryLog log = MemoryLog.of(300);
        for (String path : List.copyOf(log.files.keySet())) {
            byte[] sound = log.file(path);
            log.files.remove(path);
            assertThat(audit(log))
                    .isInstanceOfSatisfying(
                            LogAudit.Broken.class, b -> assertThat(b.reason()).contains("missing", path));
            log.files.put(path, sound);
        }
    }

    @Test
    void findsEntriesThatWereExchangedWithTheirTiles() throws IOException {
        // All files fit together, but they are another log's: only the signed root tells.
        MemoryLog log = MemoryLog.of(300);
        MemoryLog other = new MemoryLog();
        List<byte[]> entries = new ArrayList<>(log.entries);
        entries.set(17, MemoryLog.json(1_000_000));
        other.append(entries);
        assertThat(LogAudit.audit(other, log.signed(SIGNER), SIGNER.verifier(), Optional.empty(), n -> {}))
                .isEqualTo(new LogAudit.Broken("the entries do not hash to the root of the checkpoint"));
    }

    @Test
    void comparesWithAnOlderCheckpoint() throws IOException {
        MemoryLog log = new MemoryLog();
        List<Checkpoint> older = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            older.add(log.checkpoint());
            log.append(MemoryLog.of(1 + 7 * i).entries);
        }
        older.add(log.checkpoint());
        for (Checkpoint before : older) {
            assertThat(audit(log, Optional.of(before))).isInstanceOf(LogAudit.Clean.class);
            byte[] root = before.root();
            root[3] ^= 1;
            assertBroken(log, new Checkpoint(before.origin(), before.size(), root), "older checkpoint");
        }
        Checkpoint last = log.checkpoint();
        assertBroken(log, new Checkpoint(last.origin(), last.size() + 1, last.root()), "had");
        assertBroken(log, new Checkpoint("other.example", last.size(), last.root()), "origin");
    }

    @Test
    void believesNoCheckpointButTheKeys() throws IOException {
        MemoryLog log = MemoryLog.of(3);
        NoteSigner other = NoteSigner.generate(MemoryLog.ORIGIN);
        for (String signed : new String[] {"", log.signed(other), SIGNER.sign("no checkpoint\n")}) {
            assertThat(LogAudit.audit(log, signed, SIGNER.verifier(), Optional.empty(), n -> {}))
                    .isInstanceOfSatisfying(
                            LogAudit.Broken.class, b -> assertThat(b.reason()).contains("checkpoint"));
        }
    }

    @Test
    void wantsEntriesThatAreJsonObjectsWithKindAtAndActor() throws IOException {
        assertEntry("{\"kind\":\"policy\",\"at\":\"2026-11-22T10:00:00Z\",\"actor\":{\"user\":\"ann\"}}", "");
        assertEntry(
                "{\"at\":\"2026-11-22T10:00:00.123456789Z\",\"x\":[{\"kind\":1}],\"actor\":\"a\",\"kind\":\"k\"}", "");
        assertEntry("", "not a JSON object");
        assertEntry("[]", "not a JSON object");
        assertEntry("{", "not a JSON object");
        assertEntry("{]", "not JSON");
        assertEntry("{}", "has no actor");
        assertEntry("{\"kind\":\"k\",\"at\":\"2026-11-22T10:00:00Z\"}", "has no actor");
        assertEntry("{\"kind\":\"k\",\"at\":\"2026-11-22T10:00:00Z\",\"actor\":null}", "actor");
        assertEntry("{\"kind\":\"k\",\"at\":\"2026-11-22T10:00:00Z\",\"actor\":\"\"}", "actor");
        assertEntry("{\"kind\":1,\"at\":\"2026-11-22T10:00:00Z\",\"actor\":\"a\"}", "kind");
        assertEntry("{\"kind\":\"k\",\"at\":\"2026-11-22T10:00:00+01:00\",\"actor\":\"a\"}", "at");
        assertEntry("{\"kind\":\"k\",\"at\":\"2026-11-22 10:00:00Z\",\"actor\":\"a\"}", "at");
        assertEntry("{\"kind\":\"k\",\"at\":\"2026-13-22T10:00:00Z\",\"actor\":\"a\"}", "at");
        assertEntry("{\"kind\":\"k\",\"at\":1,\"actor\":\"a\"}", "at");
        assertEntry("{\"kind\":\"k\",\"kind\":\"l\",\"at\":\"2026-11-22T10:00:00Z\",\"actor\":\"a\"}", "two kind");
        assertEntry("{\"kind\":\"k\",\"at\":\"2026-11-22T10:00:00Z\",\"actor\":\"a\"} {}", "goes on");
        assertEntry("{\"kind\":\"k\",\"at\":\"2026-11-22T10:00:00Z\",\"actor\":\"a\"", "not JSON");
    }

    @Test
    void doesNotCallALogBrokenThatItCouldNotRead() throws IOException {
        MemoryLog log = MemoryLog.of(3);
        TileReader unreachable = new TileReader() {
            @Override
            public byte[] tile(int level, long index, int width) throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public byte[] entries(long index, int width) throws IOException {
                return log.entries(index, width);
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        LogAudit.audit(unreachable, log.signed(SIGNER), SIGNER.verifier(), Optional.empty(), n -> {}))
                .withMessage("connection reset");
    }

    private static void assertEntry(String entry, String problem) throws IOException {
        MemoryLog log = new MemoryLog();
        log.append(List.of(MemoryLog.json(0), entry.getBytes(StandardCharsets.UTF_8)));
        if (problem.isEmpty()) {
            assertThat(audit(log)).isInstanceOf(LogAudit.Clean.class);
        } else {
            assertThat(audit(log))
                    .as(entry)
                    .isInstanceOfSatisfying(
                            LogAudit.Broken.class,
                            b -> assertThat(b.reason()).startsWith("entry 1 ").contains(problem));
        }
    }

    private static void assertBrokenWith(MemoryLog log, String path, byte[] changed, byte[] sound) throws IOException {
        log.files.put(path, changed);
        assertThat(audit(log)).as(path).isInstanceOf(LogAudit.Broken.class);
        log.files.put(path, sound);
    }

    private static void assertBroken(MemoryLog log, Checkpoint older, String reason) throws IOException {
        assertThat(audit(log, Optional.of(older)))
                .isInstanceOfSatisfying(
                        LogAudit.Broken.class, b -> assertThat(b.reason()).contains(reason));
    }

    private static LogAudit.Result audit(MemoryLog log) throws IOException {
        return audit(log, Optional.empty());
    }

    private static LogAudit.Result audit(MemoryLog log, Optional<Checkpoint> older) throws IOException {
        return LogAudit.audit(log, log.signed(SIGNER), SIGNER.verifier(), older, n -> {});
    }
}
