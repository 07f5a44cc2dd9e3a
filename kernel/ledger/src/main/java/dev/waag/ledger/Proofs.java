package dev.waag.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Proofs out of a log's tiles (RFC 6962 section 2.1, RFC 9162 section 2.1), and their verification. Hashes have 32 bytes. */
public final class Proofs {
    private Proofs() {}

    /** The path from a leaf to the root of the tree of that size, the leaf's sibling first (RFC 9162 section 2.1.3.1). */
    public static List<byte[]> inclusion(TileReader reader, long index, long size) throws IOException {
        return inclusion(new Subtrees(reader, size), index, size);
    }

    static List<byte[]> inclusion(Subtrees tree, long index, long size) throws IOException {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("entry " + index + " is not in a tree of " + size);
        }
        List<byte[]> proof = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                proof.add(tree.hash(middle, to));
                to = middle;
            } else {
                proof.add(tree.hash(from, middle));
                from = middle;
            }
        }
        Collections.reverse(proof);
        return proof;
    }

    /** That the tree of size {@code to} begins with that of size {@code from}; empty from size 0 or to the same size (RFC 9162 section 2.1.4.1). */
    public static List<byte[]> consistency(TileReader reader, long from, long to) throws IOException {
        return consistency(new Subtrees(reader, to), from, to);
    }

    static List<byte[]> consistency(Subtrees tree, long older, long size) throws IOException {
        if (older < 0 || older > size) {
            throw new IllegalArgumentException("a tree of " + size + " has none of " + older + " in it");
        }
        List<byte[]> proof = new ArrayList<>();
        if (older == 0) {
            return proof;
        }
        long from = 0;
        long to = size;
        while (older < to) {
            long middle = from + split(to - from);
            if (older <= middle) {
                proof.add(tree.hash(middle, to));
                to = middle;
            } else {
                proof.add(tree.hash(from, middle));
                from = middle;
            }
        }
        if (from > 0) { // else the older root is a node here, and whoever verifies has it
            proof.add(tree.hash(from, to));
        }
        Collections.reverse(proof);
        return proof;
    }

    /** Whether the proof leads from the leaf to the root (RFC 9162 section 2.1.3.2). */
    public static boolean verifyInclusion(byte[] leafHash, long index, long size, byte[] root, List<byte[]> proof) {
        if (index < 0 || index >= size || !areHashes(leafHash, root, proof)) {
            return false; // step 1
        }
        Hasher hasher = new Hasher();
        long fn = index; // step 2
        long sn = size - 1;
        byte[] r = leafHash; // step 3
        for (byte[] p : proof) { // step 4
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = hasher.node(p, r);
                int shift = Long.numberOfTrailingZeros(fn); // fn is not 0 here
                fn >>>= shift;
                sn >>>= shift;
            } else {
                r = hasher.node(r, p);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && Arrays.equals(r, root); // step 5
    }

    /** Whether the proof shows that the newer tree begins with the older one (RFC 9162 section 2.1.4.2). */
    public static boolean verifyConsistency(long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> proof) {
        if (from < 0 || from > to || !areHashes(fromRoot, toRoot, proof)) {
            return false;
        }
        if (from == to) { // not in the RFC: equal sizes need equal roots, and nothing else
            return proof.isEmpty() && Arrays.equals(fromRoot, toRoot);
        }
        if (from == 0) { // nor is this: every tree begins with the empty one
            return proof.isEmpty() && Arrays.equals(fromRoot, Merkle.EMPTY_ROOT);
        }
        if (proof.isEmpty()) {
            return false; // step 1
        }
        List<byte[]> path = new ArrayList<>(proof); // step 2
        if (Long.bitCount(from) == 1) {
            path.addFirst(fromRoot);
        }
        int odd = Long.numberOfTrailingZeros(from); // steps 3 and 4: the low digits of from - 1 that are 1
        return climb(path, (from - 1) >>> odd, (to - 1) >>> odd, fromRoot, toRoot);
    }

    private static boolean climb(List<byte[]> path, long first, long second, byte[] fromRoot, byte[] toRoot) {
        Hasher hasher = new Hasher();
        long fn = first;
        long sn = second;
        byte[] fr = path.getFirst(); // step 5
        byte[] sr = path.getFirst();
        for (byte[] c : path.subList(1, path.size())) { // step 6
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = hasher.node(c, fr);
                sr = hasher.node(c, sr);
                int shift = Long.numberOfTrailingZeros(fn); // fn is not 0 here
                fn >>>= shift;
                sn >>>= shift;
            } else {
                sr = hasher.node(sr, c);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && Arrays.equals(fr, fromRoot) && Arrays.equals(sr, toRoot); // step 7
    }

    /** The largest power of two below a number that is at least 2. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private static boolean areHashes(byte[] one, byte[] other, List<byte[]> proof) {
        return one.length == Merkle.HASH_SIZE
                && other.length == Merkle.HASH_SIZE
                && proof.stream().allMatch(hash -> hash.length == Merkle.HASH_SIZE);
    }
}
