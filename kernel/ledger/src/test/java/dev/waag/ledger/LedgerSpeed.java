package dev.waag.ledger;

import dev.waag.sign.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Measures appending, proving and auditing in memory; prints a line each. Run it on the classes and test classes of this
 * module, core and sign, and on Jackson: {@code java -cp … dev.waag.ledger.LedgerSpeed}.
 */
final class LedgerSpeed {
    private static final int BATCH = 1000;
    private static final long PROVED_SIZE = 100_000_000;

    private LedgerSpeed() {}

    public static void main(String[] args) throws IOException {
        for (int round = 0; round < 3; round++) {
            append(1_000_000, BATCH);
            append(50_000, 1);
            prove(2000);
            audit(300_000);
        }
    }

    private static void append(int total, int size) throws IOException {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            batch.add(("{\"kind\":\"download\",\"number\":" + i + "}").getBytes(StandardCharsets.UTF_8));
        }
        TreeWriter writer = TreeWriter.open(0, new EqualLeaves(0));
        long bytes = 0;
        long start = System.nanoTime();
        while (writer.size() < total) {
            TreeWriter.Batch written = writer.append(batch);
            for (TileFile file : written.files()) {
                bytes += file.bytes().length;
            }
            writer.commit(written);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "append, batches of %,d: %,.0f leaves/s (%,d bytes to store)%n", size, total / seconds, bytes);
    }

    private static void prove(int count) throws IOException {
        EqualLeaves tree = new EqualLeaves(PROVED_SIZE);
        Random random = new Random(1);
        long[] times = new long[count];
        byte[] root = new Subtrees(tree, PROVED_SIZE).hash(0, PROVED_SIZE);
        for (int i = 0; i < count; i++) {
            long index = random.nextLong(PROVED_SIZE);
            long start = System.nanoTime();
            List<byte[]> proof = Proofs.inclusion(tree, index, PROVED_SIZE);
            times[i] = System.nanoTime() - start;
            if (!Proofs.verifyInclusion(tree.roots.getFirst(), index, PROVED_SIZE, root, proof)) {
                throw new AssertionError("the proof of " + index + " does not verify");
            }
        }
        Arrays.sort(times);
        System.out.printf(
                "inclusion proof in a tree of %,d: median %.3f ms, 99th percentile %.3f ms%n",
                PROVED_SIZE, times[count / 2] / 1e6, times[count * 99 / 100] / 1e6);
    }

    private static void audit(int size) throws IOException {
        MemoryLog log = MemoryLog.of(size);
        NoteSigner signer = NoteSigner.generate(MemoryLog.ORIGIN);
        long start = System.nanoTime();
        LogAudit.Result result = LogAudit.audit(log, log.signed(signer), signer.verifier(), Optional.empty(), _ -> {});
        if (!(result instanceof LogAudit.Clean)) {
            throw new AssertionError(result);
        }
        System.out.printf("audit: %,.0f entries/s%n", size / ((System.nanoTime() - start) / 1e9));
    }

    /** The tiles of a tree whose leaves are all the same: at each level, every hash is. */
    private static final class EqualLeaves implements TileReader {
        private final List<byte[]> roots = new ArrayList<>(List.of(Merkle.leafHash(new byte[0])));
        private final Map<TilePath, byte[]> cache = new HashMap<>();

        EqualLeaves(long size) {
            for (int level = 1; Tiles.hashes(level, size) > 0; level++) {
                byte[] root = roots.getLast();
                for (int i = 0; i < Byte.SIZE; i++) {
                    root = Merkle.nodeHash(root, root);
                }
                roots.add(root);
            }
        }

        @Override
        public byte[] tile(int level, long index, int width) {
            return cache.computeIfAbsent(new TilePath(level, 0, width), _ -> {
                byte[] tile = new byte[width * Merkle.HASH_SIZE];
                for (int i = 0; i < width; i++) {
                    System.arraycopy(roots.get(level), 0, tile, i * Merkle.HASH_SIZE, Merkle.HASH_SIZE);
                }
                return tile;
            });
        }

        @Override
        public byte[] entries(long index, int width) {
            return new byte[2 * width];
        }
    }
}
