package dev.waag.sign;

import dev.waag.core.Json;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the signed part of root metadata. */
final class RootWriter {
    static final String OURS = "x-waag";

    private RootWriter() {}

    static ObjectNode signed(String spec, long version, Instant expires, KeyRing ring) {
        ObjectNode signed = Json.MAPPER.createObjectNode();
        signed.put("_type", "root");
        signed.put("spec_version", spec);
        signed.put("version", version);
        signed.put("expires", expires.toString());
        signed.put("consistent_snapshot", false);
        // A revoked key is not among the keys: whoever takes all that are there must not take that one.
        ObjectNode keys = signed.putObject("keys");
        for (KeyEntry e : ring.entries()) {
            if (e.state() != KeyEntry.State.REVOKED) {
                keys.set(e.key().keyId(), e.key().toJson());
            }
        }
        // TUF wants its four roles and no other; nothing but the root is signed as TUF metadata here, so the root's
        // keys stand for all.
        ObjectNode roles = signed.putObject("roles");
        List<KeyEntry> roots = ring.active(KeyRing.ROOT);
        for (String role : List.of("root", "snapshot", "targets", "timestamp")) {
            ObjectNode r = roles.putObject(role);
            ArrayNode ids = r.putArray("keyids");
            roots.forEach(k -> ids.add(k.key().keyId()));
            r.put("threshold", ring.threshold(KeyRing.ROOT));
        }
        ours(signed.putObject(OURS), ring);
        return signed;
    }

    private static void ours(ObjectNode ours, KeyRing ring) {
        ArrayNode entries = ours.putArray("keys");
        for (KeyEntry e : ring.entries()) {
            ObjectNode entry = entries.addObject();
            entry.put("keyid", e.key().keyId());
            entry.put("name", e.name());
            entry.put("purpose", e.purpose());
            entry.put("created", e.created().toString());
            entry.put("expires", e.expires().toString());
            entry.put("state", e.state().word());
            e.ended().ifPresent(t -> entry.put("ended", t.toString()));
            e.reason().ifPresent(r -> entry.put("reason", r));
            if (e.state() == KeyEntry.State.REVOKED) {
                entry.set("key", e.key().toJson());
            }
        }
        ObjectNode thresholds = ours.putObject("thresholds");
        ring.thresholds().forEach(thresholds::put);
        ArrayNode logs = ours.putArray("logs");
        ring.logs().forEach(log -> logs.add(log.vkey()));
    }
}
