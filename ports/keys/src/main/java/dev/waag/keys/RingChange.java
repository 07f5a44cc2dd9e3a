package dev.waag.keys;

import dev.waag.sign.KeyEntry;
import dev.waag.sign.KeyRing;
import dev.waag.sign.NoteVerifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One change of the ring, gathered before it is committed. */
final class RingChange {
    private final String event;
    private final String name;
    private final String actor;
    private final List<KeyStores.Made> made = new ArrayList<>();
    private Optional<KeyEntry> previous = Optional.empty();
    private Optional<KeyEntry> fresh = Optional.empty();
    private @Nullable KeyRing ring;

    RingChange(String event, String name, String actor) {
        this.event = event;
        this.name = name;
        this.actor = actor;
    }

    void made(KeyStores.Made key) {
        made.add(key);
    }

    /** The key that signs no more, as it is now. */
    void previous(KeyEntry entry) {
        previous = Optional.of(entry);
    }

    void ring(List<KeyEntry> entries, KeyEntry last, Map<String, Integer> thresholds, List<NoteVerifier> logs) {
        List<KeyEntry> all = new ArrayList<>(entries);
        all.add(last);
        fresh = Optional.of(last);
        ring(new KeyRing(all, thresholds, logs));
    }

    void ring(KeyRing next) {
        ring = next;
    }

    KeyRing ring() {
        KeyRing next = ring;
        if (next == null) {
            throw new IllegalStateException("a change without its outcome");
        }
        return next;
    }

    List<KeyStores.Made> made() {
        return made;
    }

    String actor() {
        return actor;
    }

    /** What the ledger is told, besides the root. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", event);
        fields.put("name", name);
        fresh.or(() -> previous).ifPresent(e -> {
            fields.put("purpose", e.purpose());
            fields.put("algorithm", e.key().algorithm().word());
        });
        fresh.ifPresent(e -> {
            fields.put("key_id", e.key().keyId());
            fields.put("expires", e.expires().toString());
        });
        previous.ifPresent(e -> {
            fields.put(fresh.isPresent() ? "previous_key_id" : "key_id", e.key().keyId());
            e.reason().filter(r -> fresh.isEmpty()).ifPresent(r -> fields.put("reason", r));
        });
        return fields;
    }
}
