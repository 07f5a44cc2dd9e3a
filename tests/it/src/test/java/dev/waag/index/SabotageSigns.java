package dev.waag.index;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;

/** A gate that signs by itself. */
public final class SabotageSigns {
    private SabotageSigns() {}

    public record Holds(PrivateKey key) {}

    public static final class Makes {
        public void make() throws GeneralSecurityException {
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
    }

    public static final class Signs {
        public void sign(Signature signature, PrivateKey key) throws GeneralSecurityException {
            signature.initSign(key);
        }
    }
}
