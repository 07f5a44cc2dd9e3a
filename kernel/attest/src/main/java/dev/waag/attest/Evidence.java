package dev.waag.attest;

import java.util.Arrays;
import java.util.Optional;

/** A file of evidence about another: its name, what it is by that name, and its bytes. A value. */
public final class Evidence {
    /** The largest evidence that is read, in bytes. */
    public static final int MAX_BYTES = EvidenceJson.MAX_BYTES;

    private final String name;
    private final Kind kind;
    private final byte[] content;

    /** What a file of evidence is; beside the file that it is about, it is known by the end of its name. */
    public enum Kind {
        /** A PEP 740 attestation or a Sigstore bundle, told apart by content. */
        ATTESTATION(".publish.attestation"),
        /** The same, for a statement about the build. */
        BUILD_ATTESTATION(".slsa.attestation"),
        /** A PEP 740 provenance object. */
        PROVENANCE(".provenance"),
        /** A Sigstore bundle. */
        BUNDLE(".sigstore.json"),
        /** DSSE envelopes or Sigstore bundles, one a line. */
        ENVELOPES(".intoto.jsonl"),
        /** A C2SP tlog-proof whose extra data is the entry. */
        LOG_PROOF(".tlog-proof"),
        /** A CycloneDX SBOM: no evidence by itself, for nobody signed it, but it must not be about another file. */
        SBOM(".cdx.json");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }

        /** What follows the file's name. */
        public String suffix() {
            return suffix;
        }

        /** What a file is by its name; empty where the name is not that of evidence. */
        public static Optional<Kind> of(String filename) {
            return Arrays.stream(values())
                    .filter(kind -> filename.endsWith(kind.suffix))
                    .findFirst();
        }
    }

    public Evidence(String name, Kind kind, byte[] content) {
        this.name = name;
        this.kind = kind;
        this.content = content.clone();
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Evidence that
                && name.equals(that.name)
                && kind == that.kind
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(content);
    }
}
