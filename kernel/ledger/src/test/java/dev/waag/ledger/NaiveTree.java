package dev.waag.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RFC 6962 section 2.1 to the letter: recursive, and knowing nothing of tiles. */
final class NaiveTree {
    private record Range(int from, int to) {}

    private final List<byte[]> entries;
    private final Map<Range, byte[]> known = new HashMap<>();

    NaiveTree(List<byte[]> entries) {
        this.entries = entries;
    }

    byte[] root(int size) {
        return size == 0 ? Merkle.EMPTY_ROOT : hash(0, size);
    }

    private byte[] hash(int from, int to) {
        byte[] hash = known.get(new Range(from, to));
        if (hash == null) {
            int k = split(to - from);
            hash = to - from == 1
                    ? Merkle.leafHash(entries.get(from))
                    : Merkle.nodeHash(hash(from, from + k), hash(from + k, to));
            known.put(new Range(from, to), hash);
        }
        return hash;
    }

    /** PATH(m, D[n]) of section 2.1.1. */
    List<byte[]> path(int m, int from, int to) {
        if (to - from == 1) {
            return new ArrayList<>();
        }
        int k = split(to - from);
        List<byte[]> path = m < k ? path(m, from, from + k) : path(m - k, from + k, to);
        path.add(m < k ? hash(from + k, to) : hash(from, from + k));
        return path;
    }

    /** SUBPROOF(m, D[n], b) of section 2.1.2. */
    List<byte[]> subproof(int m, int from, int to, boolean complete) {
        List<byte[]> proof = new ArrayList<>();
        if (m == to - from) {
            if (!complete) {
                proof.add(hash(from, to));
            }
            return proof;
        }
        int k = split(to - from);
        if (m <= k) {
            proof = subproof(m, from, from + k, complete);
            proof.add(hash(from + k, to));
        } else {
            proof = subproof(m - k, from + k, to, false);
            proof.add(hash(from, from + k));
        }
        return proof;
    }

    private static int split(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }
}
