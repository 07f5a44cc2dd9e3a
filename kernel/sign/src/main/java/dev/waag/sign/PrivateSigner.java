package dev.waag.sign;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Signs with a private key that this process holds. */
public final class PrivateSigner implements Signer {
    private final VerifyKey publicKey;
    private final PrivateKey privateKey;

    private PrivateSigner(VerifyKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** A new key from the platform's random numbers. */
    public static PrivateSigner generate(KeyAlgorithm algorithm) {
        try {
            KeyPairGenerator generator;
            if (algorithm == KeyAlgorithm.ED25519) {
                generator = KeyPairGenerator.getInstance("Ed25519");
            } else {
                generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            KeyPair pair = generator.generateKeyPair();
            return of(VerifyKey.of(pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException | NoteException e) {
            throw new IllegalStateException("this platform cannot make a key of " + algorithm, e);
        }
    }

    /** A key pair; refused where the two do not belong together. */
    private static PrivateSigner of(VerifyKey publicKey, PrivateKey privateKey) throws NoteException {
        PrivateSigner signer = new PrivateSigner(publicKey, privateKey);
        byte[] sample = publicKey.spki();
        if (!fits(privateKey, publicKey.algorithm()) || !publicKey.verify(sample, signer.sign(sample))) {
            throw new NoteException("the private key does not belong to the public key " + publicKey);
        }
        return signer;
    }

    /** The key as a file of the key store ({@link KeyFile}), encrypted under the passphrase. */
    public byte[] toFile(char[] passphrase, KeyFile.Strength strength) {
        return KeyFile.write(keyId(), privateKey, passphrase, strength);
    }

    /** Reads what {@link #toFile} wrote for that public key. */
    public static PrivateSigner ofFile(byte[] file, char[] passphrase, VerifyKey publicKey) throws NoteException {
        return of(publicKey, KeyFile.read(file, passphrase).key());
    }

    private static boolean fits(PrivateKey key, KeyAlgorithm algorithm) {
        return key.getAlgorithm().equals("EC") == (algorithm == KeyAlgorithm.ECDSA_P256);
    }

    @Override
    public VerifyKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = PublicKeys.signature(publicKey.algorithm());
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the private key is not one of " + publicKey.algorithm(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform cannot sign with " + publicKey.algorithm(), e);
        }
    }

    @Override
    public String toString() {
        return publicKey + " [REDACTED]";
    }
}
