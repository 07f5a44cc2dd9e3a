package dev.waag.sign;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** A certificate by which a key names itself (RFC 5280): nobody trusts it, but tokens find a private key by the certificate beside it. */
public final class SelfSigned {
    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("06082a8648ce3d040302"); // 1.2.840.10045.4.3.2
    private static final byte[] ED25519 = HexFormat.of().parseHex("06032b6570"); // 1.3.101.112
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403"); // 2.5.4.3
    private static final byte[] VERSION_3 = HexFormat.of().parseHex("a003020102");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int UTF8 = 0x0c;
    private static final int TIME_TAG = 0x18;
    private static final int SET = 0x31;

    private SelfSigned() {}

    /** DER of a certificate for the signer's key, signed by the signer. */
    public static byte[] certificate(String name, Signer signer, Instant from, Instant until) {
        byte[] algorithm = Der.sequence(signer.algorithm() == KeyAlgorithm.ED25519 ? ED25519 : ECDSA_SHA256);
        byte[] subject = Der.sequence(Der.tagged(
                SET, Der.sequence(COMMON_NAME, Der.tagged(UTF8, name.getBytes(StandardCharsets.UTF_8)))));
        byte[] serial = new byte[16];
        new SecureRandom().nextBytes(serial);
        serial[0] = (byte) (serial[0] & 0x3f | 0x40); // positive, and its first byte is not 0
        byte[] body = Der.sequence(
                VERSION_3,
                Der.tagged(INTEGER, serial),
                algorithm,
                subject,
                Der.sequence(time(from), time(until)),
                subject,
                signer.publicKey().spki());
        byte[] signature = signer.sign(body);
        byte[] bits = new byte[signature.length + 1]; // no unused bits
        System.arraycopy(signature, 0, bits, 1, signature.length);
        return Der.sequence(body, algorithm, Der.tagged(BITS, bits));
    }

    private static byte[] time(Instant t) {
        return Der.tagged(TIME_TAG, TIME.format(t).getBytes(StandardCharsets.US_ASCII));
    }
}
