package dev.waag.sign;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads root metadata, ours and that of others: keys of kinds that are not known here are passed over, as TUF asks. */
final class RootReader {
    private static final int MAX_KEYS = 4096;

    private final JsonNode signed;
    private final Map<String, VerifyKey> keys = new LinkedHashMap<>();

    RootReader(JsonNode signed) throws NoteException {
        this.signed = signed;
        if (!signed.path("_type").asString("").equals("root")) {
            throw new NoteException("not root metadata: its _type is not root");
        }
        if (!signed.path("spec_version").asString("").startsWith("1.")) {
            throw new NoteException("root metadata of another TUF than 1.x");
        }
        JsonNode all = signed.path("keys");
        if (!all.isObject() || all.size() > MAX_KEYS) {
            throw new NoteException("the root's keys are no object of at most " + MAX_KEYS);
        }
        Set<VerifyKey> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            if (known(entry.getValue())) {
                VerifyKey key = VerifyKey.parse(entry.getValue());
                if (!seen.add(key)) { // one key under two ids could count twice
                    throw new NoteException("the root names one key twice");
                }
                keys.put(entry.getKey(), key);
            }
        }
    }

    private static boolean known(JsonNode key) {
        String scheme = key.path("scheme").asString("");
        return Stream.of(KeyAlgorithm.values()).anyMatch(a -> a.scheme().equals(scheme));
    }

    long version() throws NoteException {
        JsonNode version = signed.path("version");
        if (!version.isIntegralNumber() || !version.canConvertToLong() || version.asLong() < 1) {
            throw new NoteException("the root's version is no number from 1");
        }
        return version.asLong();
    }

    Instant expires() throws NoteException {
        return time(signed, "expires");
    }

    List<VerifyKey> rootKeys() throws NoteException {
        JsonNode ids = signed.path("roles").path("root").path("keyids");
        List<VerifyKey> all = new ArrayList<>();
        for (JsonNode id : ids) {
            VerifyKey key = keys.get(id.asString(""));
            if (key != null && !all.contains(key)) {
                if (!key.keyId().equals(id.asString(""))) {
                    throw new NoteException("a root key's id is not that of the key");
                }
                all.add(key);
            }
        }
        return List.copyOf(all);
    }

    int rootThreshold() throws NoteException {
        JsonNode threshold = signed.path("roles").path("root").path("threshold");
        if (!threshold.isInt() || threshold.asInt() < 1) {
            throw new NoteException("the root role has no threshold from 1");
        }
        return threshold.asInt();
    }

    /** What our own member says; without it every key is one that signs until the root expires. */
    KeyRing ring() throws NoteException {
        JsonNode ours = signed.path(RootWriter.OURS);
        List<KeyEntry> entries = new ArrayList<>();
        if (!ours.isObject()) {
            for (Map.Entry<String, VerifyKey> e : keys.entrySet()) {
                entries.add(new KeyEntry(
                        e.getKey(),
                        "",
                        e.getValue(),
                        Instant.EPOCH,
                        expires(),
                        KeyEntry.State.ACTIVE,
                        Optional.empty(),
                        Optional.empty()));
            }
            return new KeyRing(entries, Map.of(), List.of());
        }
        for (JsonNode e : ours.path("keys")) {
            entries.add(entry(e));
        }
        Map<String, Integer> thresholds = new HashMap<>();
        for (Map.Entry<String, JsonNode> t : ours.path("thresholds").properties()) {
            if (!t.getValue().isInt() || t.getValue().asInt() < 1) {
                throw new NoteException("the threshold of " + t.getKey() + " is no number from 1");
            }
            thresholds.put(t.getKey(), t.getValue().asInt());
        }
        List<NoteVerifier> logs = new ArrayList<>();
        for (JsonNode log : ours.path("logs")) {
            logs.add(NoteVerifier.parse(log.asString("")));
        }
        return new KeyRing(entries, thresholds, logs);
    }

    private KeyEntry entry(JsonNode e) throws NoteException {
        String id = e.path("keyid").asString("");
        String word = e.path("state").asString("");
        KeyEntry.State state = Stream.of(KeyEntry.State.values())
                .filter(s -> s.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new NoteException("key " + id + " has no state that is known"));
        VerifyKey key = state == KeyEntry.State.REVOKED ? VerifyKey.parse(e.path("key")) : keys.get(id);
        if (key == null || !key.keyId().equals(id)) {
            throw new NoteException("the root tells of a key " + id + " and does not hold it");
        }
        if (state == KeyEntry.State.REVOKED && keys.containsKey(id)) {
            throw new NoteException("the root holds the revoked key " + id);
        }
        return new KeyEntry(
                e.path("name").asString(""),
                e.path("purpose").asString(""),
                key,
                time(e, "created"),
                time(e, "expires"),
                state,
                state == KeyEntry.State.ACTIVE ? Optional.empty() : Optional.of(time(e, "ended")),
                Optional.ofNullable(e.path("reason").asString(null)));
    }

    List<Dsse.Signature> signatures(JsonNode all) throws NoteException {
        if (!all.isArray() || all.size() > Dsse.MAX_SIGNATURES) {
            throw new NoteException("the root's signatures are no array of at most " + Dsse.MAX_SIGNATURES);
        }
        List<Dsse.Signature> signatures = new ArrayList<>();
        for (JsonNode s : all) {
            try {
                signatures.add(new Dsse.Signature(
                        s.path("keyid").asString(""),
                        HexFormat.of().parseHex(s.path("sig").asString(""))));
            } catch (IllegalArgumentException e) {
                throw new NoteException("a signature of the root is not hexadecimal");
            }
        }
        return signatures;
    }

    private static Instant time(JsonNode in, String member) throws NoteException {
        try {
            return Instant.parse(in.path(member).asString(""));
        } catch (DateTimeParseException e) {
            throw new NoteException("'" + member + "' of the root is no time such as 2027-01-31T12:00:00Z");
        }
    }
}
