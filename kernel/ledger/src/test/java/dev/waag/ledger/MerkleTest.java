package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors of the reference implementations of RFC 6962 (certificate-transparency, transparency-dev/merkle). */
final class MerkleTest {
    private static final List<byte[]> LEAVES = List.of(
            hex(""),
            hex("00"),
            hex("10"),
            hex("2021"),
            hex("3031"),
            hex("40414243"),
            hex("5051525354555657"),
            hex("606162636465666768696a6b6c6d6e6f"));
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void hashesAsTheRfcSays() {
        assertThat(Merkle.EMPTY_ROOT).isEqualTo(hex(ROOTS.get(0)));
        assertThat(Merkle.leafHash(hex(""))).isEqualTo(hex(ROOTS.get(1)));
        assertThat(Merkle.leafHash("L123456".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(hex("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"));
        assertThat(Merkle.nodeHash(Merkle.leafHash(LEAVES.get(0)), Merkle.leafHash(LEAVES.get(1))))
                .isEqualTo(hex(ROOTS.get(2)));
    }

    @Test
    void growsToThePublishedRoots() throws IOException {
        MemoryLog log = new MemoryLog();
        for (int size = 0; size < LEAVES.size(); size++) {
            assertThat(log.checkpoint().root()).isEqualTo(hex(ROOTS.get(size)));
            log.append(List.of(LEAVES.get(size)));
        }
        assertThat(log.checkpoint().root()).isEqualTo(hex(ROOTS.getLast()));
    }

    @Test
    void provesAsTheRfcsExampleDoes() throws IOException {
        // RFC 6962 section 2.1.3 draws the tree of seven leaves d0 to d6 and lists these proofs.
        MemoryLog log = new MemoryLog();
        log.append(LEAVES.subList(0, 7));
        NaiveTree tree = new NaiveTree(LEAVES);
        byte[] a = Merkle.leafHash(LEAVES.get(0));
        byte[] b = Merkle.leafHash(LEAVES.get(1));
        byte[] c = Merkle.leafHash(LEAVES.get(2));
        byte[] d = Merkle.leafHash(LEAVES.get(3));
        byte[] e = Merkle.leafHash(LEAVES.get(4));
        byte[] f = Merkle.leafHash(LEAVES.get(5));
        byte[] j = Merkle.leafHash(LEAVES.get(6));
        byte[] g = Merkle.nodeHash(a, b);
        byte[] h = Merkle.nodeHash(c, d);
        byte[] i = Merkle.nodeHash(e, f);
        byte[] k = tree.root(4);
        byte[] l = Merkle.nodeHash(i, j);
        assertThat(Proofs.inclusion(log, 0, 7)).containsExactly(b, h, l);
        assertThat(Proofs.inclusion(log, 3, 7)).containsExactly(c, g, l);
        assertThat(Proofs.inclusion(log, 4, 7)).containsExactly(f, j, k);
        assertThat(Proofs.inclusion(log, 6, 7)).containsExactly(i, k);
        assertThat(Proofs.consistency(log, 3, 7)).containsExactly(c, d, g, l);
        assertThat(Proofs.consistency(log, 4, 7)).containsExactly(l);
        assertThat(Proofs.consistency(log, 6, 7)).containsExactly(i, j, k);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
