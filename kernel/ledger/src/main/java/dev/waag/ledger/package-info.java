/**
 * The transparency log as mathematics: hashes, tiles, checkpoints, proofs. No I/O: tiles are read through {@link
 * dev.waag.ledger.TileReader}, and what must be stored is handed out as {@link dev.waag.ledger.TileFile}.
 *
 * <p>A log is a list of entries, bytes each, and the Merkle tree over them (RFC 6962 section 2.1, RFC 9162 section 2.1):
 * a leaf's hash is SHA-256(0x00, entry), a node's is SHA-256(0x01, left, right), and a tree splits at the largest power of
 * two below its size. The log is stored and served as static files (C2SP tlog-tiles):
 *
 * <pre>
 * checkpoint                  the signed tree head (C2SP tlog-checkpoint)
 * tile/0/000                  256 leaf hashes, 32 bytes each
 * tile/0/x001/067.p/8         tile 1067, of which 8 hashes exist yet
 * tile/1/000.p/4              the roots of four full tiles of level 0
 * tile/entries/x001/067.p/8   the 8 entries of that tile, each after its length as a big-endian uint16
 * </pre>
 *
 * <p>The tile at level <i>l</i> of a tree of size <i>s</i> that is not full has floor(s / 256^l) mod 256 hashes. A tree of
 * 70,000 entries has 273 full tiles and one of width 112 at level 0, a full one and one of width 17 at level 1, and one of
 * width 1 at level 2. A checkpoint is a signed note with the log's origin, the size and the root in base64:
 *
 * <pre>{@code
 * packages.example/ledger
 * 70000
 * CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 * — packages.example/ledger Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
 * }</pre>
 *
 * <p>{@link dev.waag.ledger.TreeWriter} makes the tiles, {@link dev.waag.ledger.Proofs} reads proofs out of them, {@link
 * dev.waag.ledger.TlogProof} is a proof that travels with the entry, {@link dev.waag.ledger.LogAudit} recomputes it all.
 */
@NullMarked
package dev.waag.ledger;

import org.jspecify.annotations.NullMarked;
