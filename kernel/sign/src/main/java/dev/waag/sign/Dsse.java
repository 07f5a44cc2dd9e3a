package dev.waag.sign;

import dev.waag.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A DSSE envelope (secure-systems-lab DSSE v1.0): a payload, its type, and signatures over both. A value; that there are signatures says
 * nothing until {@link #verify} does.
 */
public final class Dsse {
    /** The payload type of in-toto statements and links. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    /** The most signatures that are read. */
    public static final int MAX_SIGNATURES = 64;

    private static final Pattern PAE = Pattern.compile("DSSEv1 (\\d{1,9}) ");
    private static final Pattern LENGTH = Pattern.compile(" (\\d{1,9}) ");

    private final String payloadType;
    private final byte[] payload;
    private final List<Signature> signatures;

    /** One signature: the key id is a hint that proves nothing, and may be empty. */
    public static final class Signature {
        private final String keyId;
        private final byte[] sig;

        public Signature(String keyId, byte[] sig) {
            this.keyId = keyId;
            this.sig = sig.clone();
        }

        public String keyId() {
            return keyId;
        }

        public byte[] sig() {
            return sig.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signature that && keyId.equals(that.keyId) && Arrays.equals(sig, that.sig);
        }

        @Override
        public int hashCode() {
            return 31 * keyId.hashCode() + Arrays.hashCode(sig);
        }
    }

    /** What came of verifying an envelope. */
    public sealed interface Result {}

    /** @param keys the trusted keys that signed, each once, in the order of the envelope */
    public record Verified(Dsse envelope, List<VerifyKey> keys) implements Result {
        public Verified {
            keys = List.copyOf(keys);
        }
    }

    /** No trusted key signed: the payload must not be used. */
    public record Rejected(String reason) implements Result {}

    public Dsse(String payloadType, byte[] payload, List<Signature> signatures) {
        this.payloadType = payloadType;
        this.payload = payload.clone();
        this.signatures = List.copyOf(signatures);
    }

    /** Signs a payload with each of the signers. */
    public static Dsse sign(String payloadType, byte[] payload, Signer... signers) {
        byte[] message = pae(payloadType, payload);
        return new Dsse(
                payloadType,
                payload,
                Arrays.stream(signers)
                        .map(s -> new Signature(s.keyId(), s.sign(message)))
                        .toList());
    }

    public String payloadType() {
        return payloadType;
    }

    public byte[] payload() {
        return payload.clone();
    }

    public List<Signature> signatures() {
        return signatures;
    }

    /** The bytes that are signed (DSSE protocol, "Signature Definition"): the pre-authentication encoding of type and payload. */
    public byte[] pae() {
        return pae(payloadType, payload);
    }

    private static byte[] pae(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("DSSEv1 " + type.length + " " + payloadType + " " + payload.length + " ")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }

    /** Reads the signed bytes back into an envelope without signatures. */
    public static Dsse ofPae(byte[] pae) throws NoteException {
        String text = new String(pae, StandardCharsets.ISO_8859_1);
        Matcher head = PAE.matcher(text);
        if (head.lookingAt()) {
            int type = head.end();
            int typeEnd = type + Integer.parseInt(head.group(1));
            Matcher length = LENGTH.matcher(text).region(Math.min(typeEnd, text.length()), text.length());
            if (length.lookingAt() && length.end() + Integer.parseInt(length.group(1)) == pae.length) {
                return new Dsse(
                        new String(pae, type, typeEnd - type, StandardCharsets.UTF_8),
                        Arrays.copyOfRange(pae, length.end(), pae.length),
                        List.of());
            }
        }
        throw new NoteException("not the signed bytes of a DSSE envelope");
    }

    /** The envelope as one line of JSON, without a newline (DSSE envelope, "Standard JSON envelope"). */
    public String toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("payload", StrictBase64.encode(payload));
        json.put("payloadType", payloadType);
        ArrayNode all = json.putArray("signatures");
        for (Signature s : signatures) {
            all.addObject().put("keyid", s.keyId).put("sig", StrictBase64.encode(s.sig));
        }
        return Json.MAPPER.writeValueAsString(json);
    }

    /** Reads an envelope from JSON text. */
    public static Dsse parse(String json) throws NoteException {
        try {
            return parse(Json.MAPPER.readTree(json));
        } catch (JacksonException e) {
            throw new NoteException("the envelope is not JSON: " + Json.why(e));
        }
    }

    /** Reads the envelopes of a file: one JSON document, or one a line. */
    public static List<Dsse> parseAll(String text) throws NoteException {
        List<String> lines =
                text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        if (lines.isEmpty()) {
            throw new NoteException("the file holds no envelope");
        }
        boolean eachWhole = lines.stream().allMatch(l -> l.startsWith("{") && l.endsWith("}"));
        List<Dsse> all = new ArrayList<>();
        for (String document : eachWhole && lines.size() > 1 ? lines : List.of(text)) {
            all.add(parse(document));
        }
        return List.copyOf(all);
    }

    /** Reads an envelope that is part of another document. */
    public static Dsse parse(JsonNode json) throws NoteException {
        String type = text(json, "payloadType");
        byte[] payload = base64(text(json, "payload"));
        JsonNode signatures = json.path("signatures");
        if (!signatures.isArray() || signatures.size() > MAX_SIGNATURES) {
            throw new NoteException("the envelope's signatures are no array of at most " + MAX_SIGNATURES);
        }
        List<Signature> all = new ArrayList<>();
        for (JsonNode s : signatures) {
            JsonNode keyId = s.path("keyid");
            all.add(new Signature(keyId.isString() ? keyId.asString() : "", base64(text(s, "sig"))));
        }
        return new Dsse(type, payload, all);
    }

    private static String text(JsonNode json, String member) throws NoteException {
        JsonNode value = json.path(member);
        if (!value.isString()) {
            throw new NoteException("the envelope has no text '" + member + "'");
        }
        return value.asString();
    }

    /** Both alphabets are allowed (DSSE envelope); what is signed is what they spell. */
    private static byte[] base64(String text) throws NoteException {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new NoteException("the envelope's base64 is wrong: " + e.getMessage());
        }
    }

    /** Whether at least one of the keys signed this payload as this type; the caller then compares the type with what it expects. */
    public Result verify(Collection<VerifyKey> trusted) {
        if (signatures.isEmpty()) {
            return new Rejected("the envelope has no signature");
        }
        byte[] message = pae();
        List<VerifyKey> good = new ArrayList<>();
        for (Signature s : signatures) {
            for (VerifyKey key : trusted) {
                if (!good.contains(key) && key.verify(message, s.sig)) {
                    good.add(key);
                }
            }
        }
        if (!good.isEmpty()) {
            return new Verified(this, good);
        }
        boolean named = signatures.stream()
                .anyMatch(s -> trusted.stream().anyMatch(k -> k.keyId().equals(s.keyId)));
        return new Rejected(
                named
                        ? "the signature is not that of the trusted key that it names"
                        : "no trusted key signed it; it names "
                                + signatures.stream().map(Signature::keyId).toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dsse that
                && payloadType.equals(that.payloadType)
                && Arrays.equals(payload, that.payload)
                && signatures.equals(that.signatures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(payloadType, Arrays.hashCode(payload), signatures);
    }
}
