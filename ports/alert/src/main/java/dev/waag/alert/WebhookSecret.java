package dev.waag.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as the Standard Webhooks specification says (section "Signature scheme", symmetric). */
final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 16;

    private final byte[] key;

    WebhookSecret(String secret) {
        this.key = key(secret);
    }

    static Optional<String> fault(String secret) {
        try {
            return key(secret).length >= SHORTEST
                    ? Optional.empty()
                    : Optional.of("the webhook's secret is shorter than " + SHORTEST + " bytes, which can be guessed");
        } catch (IllegalArgumentException e) {
            return Optional.of("the webhook's secret begins with " + PREFIX + " and goes on with what is no base64");
        }
    }

    private static byte[] key(String secret) {
        return secret.startsWith(PREFIX)
                ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
    }

    /** The value of {@code webhook-signature}. */
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }
}
