package dev.waag.sign;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** What the platform needs to be told about the two algorithms' public keys. */
final class PublicKeys {
    /** What stands before the key in a SubjectPublicKeyInfo (RFC 8410 section 4; RFC 5480 section 2, uncompressed point). */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] P256 =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private PublicKeys() {}

    static byte[] ofRawEd25519(byte[] raw) {
        byte[] spki = Arrays.copyOf(ED25519, ED25519.length + raw.length);
        System.arraycopy(raw, 0, spki, ED25519.length, raw.length);
        return spki;
    }

    static byte[] rawEd25519(byte[] spki) {
        return Arrays.copyOfRange(spki, ED25519.length, spki.length);
    }

    static KeyAlgorithm algorithm(byte[] spki) throws NoteException {
        if (spki.length == ED25519.length + 32 && begins(spki, ED25519)) {
            return KeyAlgorithm.ED25519;
        }
        if (spki.length == P256.length + 64 && begins(spki, P256)) {
            return KeyAlgorithm.ECDSA_P256;
        }
        throw new NoteException("not an Ed25519 and not an ECDSA P-256 public key");
    }

    /** The platform's key; a point that is not on the curve is refused. */
    static PublicKey key(KeyAlgorithm algorithm, byte[] spki) throws NoteException {
        try {
            PublicKey key = KeyFactory.getInstance(algorithm == KeyAlgorithm.ED25519 ? "Ed25519" : "EC")
                    .generatePublic(new X509EncodedKeySpec(spki));
            // The key factory takes any bytes; for Ed25519 only a signature object looks whether they are a point.
            signature(algorithm).initVerify(key);
            if (key instanceof ECPublicKey ec && !onCurve(ec)) {
                throw new NoteException("not a point of the curve P-256");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new NoteException("not a key of " + algorithm + ": " + e.getMessage());
        }
    }

    /** y² = x³ + ax + b (SEC 1 section 2.2.1). */
    private static boolean onCurve(ECPublicKey key) {
        EllipticCurve curve = key.getParams().getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    static boolean verify(KeyAlgorithm algorithm, PublicKey key, byte[] message, byte[] sig) {
        try {
            Signature signature = signature(algorithm);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(sig);
        } catch (SignatureException e) {
            return false; // not of the algorithm's form
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a key that was usable is not any more", e);
        }
    }

    static Signature signature(KeyAlgorithm algorithm) {
        try {
            return Signature.getInstance(algorithm == KeyAlgorithm.ED25519 ? "Ed25519" : "SHA256withECDSA");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform does not know " + algorithm, e);
        }
    }

    private static boolean begins(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
