package dev.waag.sign;

import dev.waag.core.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * TUF root metadata (The Update Framework 1.0.31, sections 4.2 to 4.3): which keys count, signed by the keys of the role {@code root}. What
 * TUF has no word for (names, purposes, validity, what became of a key) stands in the member {@code x-waag} of the signed part. A value; that
 * it was read says nothing of its signatures.
 */
public final class TrustRoot {
    /** The largest root that is read, in bytes (section 5.3.3 asks for a limit). */
    public static final int MAX_BYTES = 4 << 20;

    private static final String SPEC = "1.0.31";

    private final byte[] bytes;
    private final long version;
    private final Instant expires;
    private final KeyRing ring;
    private final List<VerifyKey> rootKeys;
    private final int rootThreshold;
    private final byte[] signed;
    private final List<Dsse.Signature> signatures;

    private TrustRoot(byte[] bytes) throws NoteException {
        this.bytes = bytes.clone();
        if (bytes.length > MAX_BYTES) {
            throw new NoteException("the trust root is larger than " + MAX_BYTES + " bytes");
        }
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw new NoteException("the trust root is not JSON: " + Json.why(e));
        }
        RootReader reader = new RootReader(json.path("signed"));
        this.version = reader.version();
        this.expires = reader.expires();
        this.rootKeys = reader.rootKeys();
        this.rootThreshold = reader.rootThreshold();
        this.ring = reader.ring();
        this.signed = CanonicalJson.of(json.path("signed"));
        this.signatures = reader.signatures(json.path("signatures"));
    }

    /** Reads root metadata as it is served. */
    public static TrustRoot parse(byte[] json) throws NoteException {
        return new TrustRoot(json);
    }

    /**
     * Makes the next version.
     *
     * @param ring what it says; its active keys of purpose {@code root} are the role's
     * @param signers those that sign it: the root keys of this version, and of the one before
     */
    public static TrustRoot make(long version, Instant expires, KeyRing ring, Collection<Signer> signers) {
        ObjectNode signed = RootWriter.signed(SPEC, version, expires.truncatedTo(ChronoUnit.SECONDS), ring);
        try {
            byte[] message = CanonicalJson.of(signed);
            ObjectNode root = Json.MAPPER.createObjectNode();
            ArrayNode signatures = root.putArray("signatures");
            Set<String> done = new HashSet<>();
            for (Signer signer : signers) {
                if (done.add(signer.keyId())) {
                    signatures
                            .addObject()
                            .put("keyid", signer.keyId())
                            .put("sig", HexFormat.of().formatHex(signer.sign(message)));
                }
            }
            root.set("signed", signed);
            // plain JSON: the canonical form, which is signed, leaves the newlines of PEM as they are and cannot be
            // read back
            return new TrustRoot(Json.MAPPER.writeValueAsBytes(root));
        } catch (NoteException e) {
            throw new IllegalStateException("a root that was just made cannot be read", e);
        }
    }

    /** As it is served. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public long version() {
        return version;
    }

    public Instant expires() {
        return expires;
    }

    public KeyRing ring() {
        return ring;
    }

    /** Whether as many of the other's root keys signed this one as the other asks for (section 5.3.4). */
    public boolean signedBy(TrustRoot other) {
        Set<VerifyKey> good = new HashSet<>();
        for (Dsse.Signature s : signatures) {
            for (VerifyKey key : other.rootKeys) {
                if (key.keyId().equals(s.keyId()) && key.verify(signed, s.sig())) {
                    good.add(key);
                }
            }
        }
        return good.size() >= other.rootThreshold;
    }

    /** What came of walking from one root to a newer one. */
    public sealed interface Result {}

    /** The newest root, which the pinned one vouches for, and which has not expired. */
    public record Trusted(TrustRoot root) implements Result {}

    /** The chain is broken, or ends at an expired root: nothing is trusted. */
    public record Rejected(String reason) implements Result {}

    /**
     * Walks from a root that the reader has pinned, version by version, to the newest (section 5.3).
     *
     * @param newer the versions after it, in their order, as far as there are any
     */
    public static Result walk(TrustRoot pinned, List<TrustRoot> newer, Instant now) {
        if (!pinned.signedBy(pinned)) {
            return new Rejected("root " + pinned.version + " is not signed by the threshold of its own keys");
        }
        TrustRoot trusted = pinned;
        for (TrustRoot next : newer) {
            if (next.version != trusted.version + 1) { // 5.3.5: no version is left out, none is older
                return new Rejected("after root " + trusted.version + " comes root " + next.version);
            }
            if (!next.signedBy(trusted)) { // 5.3.4
                return new Rejected(
                        "root " + next.version + " is not signed by the threshold of root " + trusted.version);
            }
            if (!next.signedBy(next)) {
                return new Rejected("root " + next.version + " is not signed by the threshold of its own keys");
            }
            trusted = next;
        }
        if (!now.isBefore(trusted.expires)) { // 5.3.10: only the last one's expiry counts
            return new Rejected("root " + trusted.version + " expired at " + trusted.expires);
        }
        return new Trusted(trusted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustRoot that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
