package dev.waag.sign;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 (RFC 8032) on raw keys, by the platform's own provider. */
final class Ed25519 {
    /** What stands before the 32 bytes in a SubjectPublicKeyInfo and in a PKCS#8 key (RFC 8410 sections 4 and 7). */
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final String ALGORITHM = "Ed25519";

    private Ed25519() {}

    /** The public key of 32 raw bytes, which must be a point of the curve. */
    static PublicKey publicKey(byte[] raw) throws NoteException {
        try {
            PublicKey key =
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(join(PUBLIC_PREFIX, raw)));
            // The key factory takes any 32 bytes; only a signature object looks whether they are a point.
            Signature.getInstance(ALGORITHM).initVerify(key);
            return key;
        } catch (GeneralSecurityException e) {
            throw new NoteException("not an Ed25519 public key: " + e.getMessage());
        }
    }

    /** The 32 raw bytes of a public key; empty-handed callers get an exception: the key may be of another algorithm. */
    static byte[] raw(PublicKey key) throws NoteException {
        byte[] encoded = key.getEncoded();
        int prefix = PUBLIC_PREFIX.length;
        if (encoded == null
                || encoded.length != prefix + NoteKey.MATERIAL
                || !Arrays.equals(encoded, 0, prefix, PUBLIC_PREFIX, 0, prefix)) {
            throw new NoteException("not an Ed25519 public key: its algorithm is " + key.getAlgorithm());
        }
        return Arrays.copyOfRange(encoded, prefix, encoded.length);
    }

    static PrivateKey privateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(join(PRIVATE_PREFIX, seed)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("any 32 bytes are an Ed25519 seed", e);
        }
    }

    /** The public key of a seed (RFC 8032 section 5.1.5). */
    static byte[] publicOf(byte[] seed) {
        try {
            // The platform has no call for this; but its generator takes its random bytes as the seed, so the seed is
            // what it is given. Signing with the seed and verifying with the result proves that this holds.
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
            KeyPair pair = generator.generateKeyPair();
            if (!verify(pair.getPublic(), seed, sign(privateKey(seed), seed))) {
                throw new AssertionError("this platform makes Ed25519 keys in another way");
            }
            return raw(pair.getPublic());
        } catch (GeneralSecurityException | NoteException e) {
            throw new AssertionError("every Java platform since 15 has Ed25519", e);
        }
    }

    static byte[] sign(PrivateKey key, byte[] text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform cannot sign with Ed25519", e);
        }
    }

    static boolean verify(PublicKey key, byte[] text, byte[] sig) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(text);
            return signature.verify(sig);
        } catch (SignatureException e) {
            return false; // not 64 bytes, or a point that is none
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform cannot verify Ed25519", e);
        }
    }

    private static byte[] join(byte[] prefix, byte[] rest) {
        byte[] all = Arrays.copyOf(prefix, prefix.length + rest.length);
        System.arraycopy(rest, 0, all, prefix.length, rest.length);
        return all;
    }

    /** Not random at all: hands out one seed, and refuses to be asked for more. */
    private static final class Fixed extends SecureRandom {
        private final transient byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException(
                        new InvalidAlgorithmParameterException("a seed of " + bytes.length + " bytes was asked for"));
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
