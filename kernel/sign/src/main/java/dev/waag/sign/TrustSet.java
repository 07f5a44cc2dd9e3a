package dev.waag.sign;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys that a verifier trusts: those of PEM files, which count for everything and always, or those of a trust root, which count for
 * their purpose and their time.
 */
public final class TrustSet {
    private final List<VerifyKey> plain;
    private final Optional<TrustRoot> root;

    private TrustSet(List<VerifyKey> plain, Optional<TrustRoot> root) {
        this.plain = List.copyOf(plain);
        this.root = root;
    }

    /** What came of verifying a signed document. */
    public sealed interface Result {}

    /** @param keys the keys that signed and count, by name where the trust root names them, else by id */
    public record Verified(Dsse envelope, List<VerifyKey> keys, List<String> names) implements Result {
        public Verified {
            keys = List.copyOf(keys);
            names = List.copyOf(names);
        }
    }

    /** The payload must not be used. */
    public record Rejected(String reason) implements Result {}

    /**
     * Reads a file of trust: PEM public keys, or a root ({@code root.json}) that its own keys signed and that has not expired.
     *
     * @throws NoteException where it is neither, or such a root is not valid: nothing is trusted then
     */
    public static TrustSet parse(String text, Instant now) throws NoteException {
        if (!text.stripLeading().startsWith("{")) {
            return ofKeys(VerifyKey.parsePem(text));
        }
        return ofRoot(TrustRoot.parse(text.getBytes(StandardCharsets.UTF_8)), now);
    }

    /** Trusts a root that the caller has from a safe place. */
    public static TrustSet ofRoot(TrustRoot root, Instant now) throws NoteException {
        return switch (TrustRoot.walk(root, List.of(), now)) {
            case TrustRoot.Trusted trusted -> new TrustSet(List.of(), Optional.of(trusted.root()));
            case TrustRoot.Rejected rejected -> throw new NoteException(rejected.reason());
        };
    }

    /** Trusts keys by themselves. */
    public static TrustSet ofKeys(List<VerifyKey> keys) {
        return new TrustSet(keys, Optional.empty());
    }

    /** The keys of the logs that prove when something was signed; none for plain keys. */
    public List<NoteVerifier> logs() {
        return root.map(r -> r.ring().logs()).orElse(List.of());
    }

    /** The keys whose signatures count now, without any proof of their time; of a trust root, those of every purpose but the root's own. */
    public List<VerifyKey> usable(Instant now) {
        return root.map(r -> r.ring().entries().stream()
                        .filter(e -> !e.purpose().equals(KeyRing.ROOT)
                                && e.objection(now, Optional.empty()).isEmpty())
                        .map(KeyEntry::key)
                        .toList())
                .orElse(plain);
    }

    /** The trust root, where that is what is trusted. */
    public Optional<TrustRoot> root() {
        return root;
    }

    /**
     * Whether trusted keys signed, as many of one purpose as its threshold asks for.
     *
     * @param now when it is judged
     * @param proven when a log proves that the envelope was there; empty where nothing proves it
     */
    public Result verify(Dsse envelope, Instant now, Optional<Instant> proven) {
        if (root.isEmpty()) {
            return switch (envelope.verify(plain)) {
                case Dsse.Verified v ->
                    new Verified(
                            envelope,
                            v.keys(),
                            v.keys().stream().map(VerifyKey::keyId).toList());
                case Dsse.Rejected r -> new Rejected(r.reason());
            };
        }
        KeyRing ring = root.get().ring();
        List<VerifyKey> all = ring.entries().stream().map(KeyEntry::key).toList();
        return switch (envelope.verify(all)) {
            case Dsse.Rejected r -> new Rejected(r.reason());
            case Dsse.Verified v -> judge(ring, v, now, proven);
        };
    }

    private static Result judge(KeyRing ring, Dsse.Verified v, Instant now, Optional<Instant> proven) {
        Map<String, List<KeyEntry>> counting = new TreeMap<>();
        String objection = "";
        for (VerifyKey key : v.keys()) {
            KeyEntry entry = ring.ofId(key.keyId()).orElseThrow();
            Optional<String> wrong = entry.purpose().equals(KeyRing.ROOT)
                    ? Optional.of("key " + entry.name() + " signs the trust root alone")
                    : entry.objection(now, proven);
            if (wrong.isPresent()) {
                objection = wrong.get();
            } else {
                counting.computeIfAbsent(entry.purpose(), p -> new ArrayList<>())
                        .add(entry);
            }
        }
        for (Map.Entry<String, List<KeyEntry>> purpose : counting.entrySet()) {
            int threshold = ring.threshold(purpose.getKey());
            if (purpose.getValue().size() >= threshold) {
                return new Verified(
                        v.envelope(),
                        purpose.getValue().stream().map(KeyEntry::key).toList(),
                        purpose.getValue().stream().map(KeyEntry::name).toList());
            }
            objection = purpose.getValue().size() + " of " + threshold + " keys for " + purpose.getKey() + " signed it";
        }
        return new Rejected(objection);
    }
}
