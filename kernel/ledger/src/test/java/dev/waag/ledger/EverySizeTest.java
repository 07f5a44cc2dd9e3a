package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every size from 0 to 600, so across two full tiles, against the RFC's recursion. */
final class EverySizeTest {
    private static final int MAX = 600;
    private static final List<byte[]> ENTRIES = new ArrayList<>();
    private static final NaiveTree NAIVE = new NaiveTree(ENTRIES);

    /** The log as it was at each size: all its partial tiles are kept. */
    private static MemoryLog log;

    @BeforeAll
    static void writeOneByOne() throws IOException {
        log = new MemoryLog();
        for (int i = 0; i < MAX; i++) {
            ENTRIES.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
            assertThat(log.checkpoint().root()).isEqualTo(NAIVE.root(i));
            log.append(List.of(ENTRIES.get(i)));
        }
        assertThat(log.checkpoint().root()).isEqualTo(NAIVE.root(MAX));
    }

    @Test
    void everyInclusionProofIsTheRfcsAndVerifies() throws IOException {
        for (int size = 1; size <= MAX; size++) {
            Subtrees tree = new Subtrees(log, size);
            byte[] root = NAIVE.root(size);
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = Proofs.inclusion(tree, index, size);
                assertSame(proof, NAIVE.path(index, 0, size));
                byte[] leaf = Merkle.leafHash(ENTRIES.get(index));
                if (!Proofs.verifyInclusion(leaf, index, size, root, proof)) {
                    throw new AssertionError("inclusion of " + index + " in " + size);
                }
            }
        }
    }

    @Test
    void everyConsistencyProofIsTheRfcsAndVerifies() throws IOException {
        for (int size = 1; size <= MAX; size++) {
            Subtrees tree = new Subtrees(log, size);
            byte[] root = NAIVE.root(size);
            for (int older = 0; older <= size; older++) {
                List<byte[]> proof = Proofs.consistency(tree, older, size);
                if (older > 0) {
                    assertSame(proof, NAIVE.subproof(older, 0, size, true));
                }
                if (!Proofs.verifyConsistency(older, NAIVE.root(older), size, root, proof)) {
                    throw new AssertionError("consistency of " + older + " with " + size);
                }
            }
        }
    }

    @Test
    void everySizeResumes() throws IOException {
        byte[] entry = MemoryLog.json(0);
        // All sizes around the end of a tile, every sixth elsewhere.
        for (int size = 0; size <= MAX; size += size % 256 > 249 || size % 256 < 6 ? 1 : 6) {
            TreeWriter writer = TreeWriter.open(size, log);
            assertThat(writer.root()).isEqualTo(NAIVE.root(size));
            List<byte[]> grown = new ArrayList<>(ENTRIES.subList(0, size));
            grown.add(entry);
            assertThat(writer.append(List.of(entry)).root()).isEqualTo(new NaiveTree(grown).root(size + 1));
        }
    }

    @Test
    void aWrongProofNeverVerifies() throws IOException {
        for (int size : new int[] {1, 2, 3, 7, 8, 100, 255, 256, 257, 511, 512, 513, 600}) {
            byte[] root = NAIVE.root(size);
            for (int index = 0; index < size; index += 1 + size / 9) {
                List<byte[]> proof = Proofs.inclusion(log, index, size);
                byte[] leaf = Merkle.leafHash(ENTRIES.get(index));
                for (List<byte[]> wrong : wrong(proof)) {
                    assertThat(Proofs.verifyInclusion(leaf, index, size, root, wrong))
                            .isFalse();
                }
                assertThat(Proofs.verifyInclusion(leaf, index + 1, size, root, proof))
                        .isFalse();
                assertThat(Proofs.verifyInclusion(leaf, index - 1, size, root, proof))
                        .isFalse();
                assertThat(Proofs.verifyInclusion(root, index, size, leaf, proof))
                        .isEqualTo(size == 1);
            }
            for (int older = 1; older < size; older += 1 + size / 9) {
                List<byte[]> proof = Proofs.consistency(log, older, size);
                for (List<byte[]> wrong : wrong(proof)) {
                    assertThat(Proofs.verifyConsistency(older, NAIVE.root(older), size, root, wrong))
                            .isFalse();
                }
                assertThat(Proofs.verifyConsistency(older, NAIVE.root(older - 1), size, root, proof))
                        .isFalse();
                assertThat(Proofs.verifyConsistency(older, NAIVE.root(older), size, NAIVE.root(size - 1), proof))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesImpossibleQuestions() {
        byte[] root = NAIVE.root(2);
        assertThat(Proofs.verifyConsistency(2, root, 2, root, List.of())).isTrue();
        assertThat(Proofs.verifyConsistency(2, root, 2, NAIVE.root(1), List.of()))
                .isFalse();
        assertThat(Proofs.verifyConsistency(0, Merkle.EMPTY_ROOT, 2, root, List.of()))
                .isTrue();
        assertThat(Proofs.verifyConsistency(0, root, 2, root, List.of())).isFalse();
        assertThat(Proofs.verifyConsistency(3, root, 2, root, List.of())).isFalse();
        assertThat(Proofs.verifyConsistency(-1, root, 2, root, List.of())).isFalse();
        assertThat(Proofs.verifyConsistency(1, NAIVE.root(1), 2, root, List.of()))
                .isFalse();
        assertThat(Proofs.verifyInclusion(root, 0, 0, root, List.of())).isFalse();
        assertThat(Proofs.verifyInclusion(new byte[31], 0, 1, new byte[31], List.of()))
                .isFalse();
        assertThat(Proofs.verifyInclusion(root, Long.MAX_VALUE - 1, Long.MAX_VALUE, root, List.of()))
                .isFalse();
    }

    /** The proof with a bit flipped, a hash missing, a hash more, two hashes in the other order, a hash too short. */
    private static List<List<byte[]>> wrong(List<byte[]> proof) {
        List<List<byte[]>> all = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> flipped = new ArrayList<>(proof);
            byte[] hash = proof.get(i).clone();
            hash[i % 32] ^= 1;
            flipped.set(i, hash);
            all.add(flipped);
            List<byte[]> shortened = new ArrayList<>(proof);
            shortened.set(i, new byte[31]);
            all.add(shortened);
            List<byte[]> missing = new ArrayList<>(proof);
            missing.remove(i);
            all.add(missing);
            if (i > 0) {
                List<byte[]> swapped = new ArrayList<>(proof);
                swapped.set(i, swapped.set(i - 1, swapped.get(i)));
                all.add(swapped);
            }
        }
        List<byte[]> more = new ArrayList<>(proof);
        more.add(Merkle.EMPTY_ROOT);
        all.add(more);
        return all;
    }

    private static void assertSame(List<byte[]> actual, List<byte[]> expected) {
        boolean same = actual.size() == expected.size();
        for (int i = 0; same && i < actual.size(); i++) {
            same = Arrays.equals(actual.get(i), expected.get(i));
        }
        if (!same) {
            assertThat(actual).isEqualTo(expected);
            throw new AssertionError("two proofs differ");
        }
    }
}
