package dev.waag.sign;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A public key by which signatures are verified: Ed25519, or ECDSA P-256 over SHA-256. A value. */
public final class VerifyKey {
    private final KeyAlgorithm algorithm;
    private final byte[] spki;
    private final PublicKey key;
    private final String keyId;

    private VerifyKey(byte[] spki) throws NoteException {
        this.algorithm = PublicKeys.algorithm(spki);
        this.spki = spki.clone();
        this.key = PublicKeys.key(algorithm, spki);
        this.keyId = Sha256.of(CanonicalJson.of(toJson())).hex();
    }

    /** Reads a DER SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
    public static VerifyKey ofSpki(byte[] der) throws NoteException {
        return new VerifyKey(der);
    }

    /** Takes the 32 raw bytes of an Ed25519 key (RFC 8032 section 5.1.5). */
    public static VerifyKey ofRawEd25519(byte[] raw) throws NoteException {
        if (raw.length != NoteKey.MATERIAL) {
            throw new NoteException("an Ed25519 public key is " + NoteKey.MATERIAL + " bytes long");
        }
        return new VerifyKey(PublicKeys.ofRawEd25519(raw));
    }

    /** Takes a key of this platform. */
    public static VerifyKey of(PublicKey key) throws NoteException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new NoteException("the public key cannot be read out");
        }
        return new VerifyKey(encoded);
    }

    /** All blocks {@code PUBLIC KEY} of a PEM text (RFC 7468 section 13). */
    public static List<VerifyKey> parsePem(String text) throws NoteException {
        List<VerifyKey> keys = new ArrayList<>();
        try {
            for (Pem.Block block : Pem.blocks(text, "the public key")) {
                if (block.label().equals("PUBLIC KEY")) {
                    keys.add(new VerifyKey(block.bytes()));
                } else if (block.label().endsWith("PRIVATE KEY")) {
                    throw new NoteException("the file holds a private key where a public one is meant");
                }
            }
        } catch (UserException e) {
            throw new NoteException(e.exit() == Exit.USAGE ? "not PEM: " + e.render() : String.valueOf(e.getMessage()));
        }
        if (keys.isEmpty()) {
            throw new NoteException("the file holds no block -----BEGIN PUBLIC KEY-----");
        }
        return List.copyOf(keys);
    }

    /** Reads a key object (TUF section 4.2): Ed25519 in hex, ECDSA in PEM. */
    public static VerifyKey parse(JsonNode object) throws NoteException {
        String type = object.path("keytype").asString("");
        String scheme = object.path("scheme").asString("");
        String value = object.path("keyval").path("public").asString("");
        if (type.equals("ed25519") && scheme.equals("ed25519")) {
            if (!value.matches("[0-9a-fA-F]{64}")) {
                throw new NoteException("an Ed25519 key is 64 hexadecimal digits");
            }
            return new VerifyKey(PublicKeys.ofRawEd25519(HexFormat.of().parseHex(value)));
        }
        if ((type.equals("ecdsa") || type.equals("ecdsa-sha2-nistp256")) && scheme.equals("ecdsa-sha2-nistp256")) {
            VerifyKey key = parsePem(value).getFirst();
            if (key.algorithm != KeyAlgorithm.ECDSA_P256) {
                throw new NoteException("the key's type is " + type + ", its PEM says " + key.algorithm);
            }
            return key;
        }
        throw new NoteException("keys of type '" + type + "' and scheme '" + scheme + "' are not known");
    }

    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** 64 hexadecimal digits: the SHA-256 of the canonical JSON of {@link #toJson}, as securesystemslib computes it. */
    public String keyId() {
        return keyId;
    }

    /** The key object (TUF section 4.2) without members of our own. */
    public ObjectNode toJson() {
        ObjectNode object = Json.MAPPER.createObjectNode();
        object.put("keytype", algorithm.keyType());
        object.put("scheme", algorithm.scheme());
        object.putObject("keyval")
                .put(
                        "public",
                        algorithm == KeyAlgorithm.ED25519
                                ? HexFormat.of().formatHex(PublicKeys.rawEd25519(spki))
                                : pem());
        return object;
    }

    /** PEM of the SubjectPublicKeyInfo, with its last newline: what OpenSSL reads. */
    public String pem() {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(spki);
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    /** The DER SubjectPublicKeyInfo. */
    public byte[] spki() {
        return spki.clone();
    }

    /** Whether the signature is this key's for the message. */
    public boolean verify(byte[] message, byte[] signature) {
        return PublicKeys.verify(algorithm, key, message, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyKey that && Arrays.equals(spki, that.spki);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return algorithm + " " + keyId;
    }
}
