package dev.waag.keys;

import dev.waag.keys.Cryptoki.Attribute;
import dev.waag.sign.NoteException;
import dev.waag.sign.VerifyKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Ed25519 keys in a PKCS#11 token, found by their label (PKCS #11 3.0, section 2.3 "Elliptic curve", Edwards keys). */
final class TokenEdwards {
    private static final long CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055;
    private static final long CKM_EDDSA = 0x1057;
    private static final long CKK_EC_EDWARDS = 0x40;
    private static final long CKO_PUBLIC_KEY = 2;
    private static final long CKO_PRIVATE_KEY = 3;
    /** 1.3.101.112, as an object identifier in DER. */
    private static final byte[] CURVE = HexFormat.of().parseHex("06032b6570");

    private static final int POINT = 32;

    private final KeySettings.Pkcs11 settings;
    private final Cryptoki library;

    TokenEdwards(KeySettings.Pkcs11 settings) throws IOException {
        this.settings = settings;
        this.library = Cryptoki.open(settings.library());
    }

    private Cryptoki.Session session() throws IOException {
        return library.session(settings.slot());
    }

    private static Attribute label(String label) {
        return new Attribute(Cryptoki.LABEL, label.getBytes(StandardCharsets.UTF_8));
    }

    private static Attribute kind(long kind) {
        return Attribute.of(Cryptoki.CLASS, kind);
    }

    /** Makes a key that never leaves the token. */
    VerifyKey generate(String label) throws IOException {
        try (Cryptoki.Session session = session()) {
            long[] pair = session.generate(
                    CKM_EC_EDWARDS_KEY_PAIR_GEN,
                    List.of(
                            kind(CKO_PUBLIC_KEY),
                            Attribute.of(Cryptoki.KEY_TYPE, CKK_EC_EDWARDS),
                            new Attribute(Cryptoki.TOKEN, Cryptoki.TRUE),
                            new Attribute(Cryptoki.VERIFY, Cryptoki.TRUE),
                            new Attribute(Cryptoki.EC_PARAMS, CURVE),
                            label(label)),
                    List.of(
                            kind(CKO_PRIVATE_KEY),
                            Attribute.of(Cryptoki.KEY_TYPE, CKK_EC_EDWARDS),
                            new Attribute(Cryptoki.TOKEN, Cryptoki.TRUE),
                            new Attribute(Cryptoki.PRIVATE, Cryptoki.TRUE),
                            new Attribute(Cryptoki.SENSITIVE, Cryptoki.TRUE),
                            new Attribute(Cryptoki.EXTRACTABLE, Cryptoki.FALSE),
                            new Attribute(Cryptoki.SIGN, Cryptoki.TRUE),
                            label(label)));
            byte[] point = session.attribute(pair[0], Cryptoki.EC_POINT);
            if (point.length < POINT) {
                throw new IOException("the token's public key has " + point.length + " bytes");
            }
            // an OCTET STRING in DER, or in older libraries the bytes alone
            return VerifyKey.ofRawEd25519(Arrays.copyOfRange(point, point.length - POINT, point.length));
        } catch (NoteException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    boolean holds(String label) throws IOException {
        try (Cryptoki.Session session = session()) {
            return !session.find(kind(CKO_PRIVATE_KEY), label(label)).isEmpty();
        }
    }

    byte[] sign(String label, byte[] message) throws IOException {
        try (Cryptoki.Session session = session()) {
            List<Long> keys = session.find(kind(CKO_PRIVATE_KEY), label(label));
            if (keys.isEmpty()) {
                throw new IOException("the token holds no key '" + label + "'");
            }
            return session.sign(CKM_EDDSA, keys.getFirst(), message);
        }
    }

    void destroy(String label) throws IOException {
        try (Cryptoki.Session session = session()) {
            for (long kind : new long[] {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY}) {
                for (long object :
                        session.find(kind(kind), Attribute.of(Cryptoki.KEY_TYPE, CKK_EC_EDWARDS), label(label))) {
                    session.destroy(object);
                }
            }
        }
    }
}
