package dev.waag.attest;

import dev.waag.core.Sha256;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a statement is about (in-toto attestation, ResourceDescriptor): a name and the digests of its content.
 *
 * @param name the file's name, without a folder; may be empty where a statement names its subject by digest alone
 * @param digests by algorithm ({@code sha256}, …) in hexadecimal; at least one
 */
public record Subject(String name, Map<String, String> digests) {
    static final String SHA256 = "sha256";

    public Subject {
        digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
        if (digests.isEmpty()) {
            throw new IllegalArgumentException("a subject has at least one digest");
        }
    }

    public Subject(String name, Sha256 sha256) {
        this(name, Map.of(SHA256, sha256.hex()));
    }

    /** Its SHA-256; empty where it has only digests of other algorithms, which are not judged here. */
    public Optional<Sha256> sha256() {
        return Optional.ofNullable(digests.get(SHA256)).flatMap(Sha256::parse);
    }
}
