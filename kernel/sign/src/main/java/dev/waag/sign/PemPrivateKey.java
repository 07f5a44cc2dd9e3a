package dev.waag.sign;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Reads a private key in PKCS#8, PKCS#1 or SEC 1; the latter two are wrapped as PKCS#8 (RFC 5958 section 2) for the platform. */
final class PemPrivateKey {
    private static final String WHAT = "The TLS key";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PemPrivateKey() {}

    /** The first private key of the text; the public key lends its algorithm identifier where the key's form has none. */
    static PrivateKey read(String text, PublicKey certified) {
        if (text.isBlank()) {
            throw Pem.broken(WHAT, "the file is empty");
        }
        Pem.Block block = Pem.blocks(text, WHAT).stream()
                .filter(b -> b.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> Pem.broken(WHAT, "the file holds no block -----BEGIN PRIVATE KEY-----"));
        if (block.encrypted()) {
            throw new UserException(
                    Exit.USAGE,
                    WHAT + " is encrypted",
                    "nobody is there to type its passphrase when the server starts",
                    "write it without: openssl pkey -in key.pem -out plain.pem, and let only the server's user read it");
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> pkcs8(block.bytes());
            case "RSA PRIVATE KEY" -> wrapped(block, "RSA", certified);
            case "EC PRIVATE KEY" -> wrapped(block, "EC", certified);
            default -> throw Pem.broken(WHAT, "keys of the kind " + block.label() + " are not known");
        };
    }

    private static PrivateKey wrapped(Pem.Block block, String algorithm, PublicKey certified) {
        if (!certified.getAlgorithm().equals(algorithm)) {
            throw KeyMatch.mismatch("the key is " + algorithm + ", the certificate's is " + certified.getAlgorithm());
        }
        byte[] identifier = Der.firstOfSequence(certified.getEncoded());
        byte[] encoded = Der.sequence(Der.ZERO, identifier, Der.octets(block.bytes()));
        return decode(algorithm, encoded)
                .orElseThrow(() -> KeyMatch.mismatch("its block " + block.label()
                        + " holds no key, or one of another curve than the certificate's"));
    }

    private static PrivateKey pkcs8(byte[] encoded) {
        return ALGORITHMS.stream()
                .flatMap(algorithm -> decode(algorithm, encoded).stream())
                .findFirst()
                .orElseThrow(() -> Pem.broken(WHAT, "its block holds no key of " + String.join(", ", ALGORITHMS)));
    }

    /** Empty for a key of another algorithm, and for what is no key at all: the platform tells the two apart no better. */
    private static Optional<PrivateKey> decode(String algorithm, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this platform does not know " + algorithm, e);
        }
    }
}
