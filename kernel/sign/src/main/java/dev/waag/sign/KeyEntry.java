package dev.waag.sign;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One key of the ring, as the trust root tells of it.
 *
 * @param name what people call it; several entries share one after a rotation
 * @param purpose what it signs, such as {@code root}, {@code release} or {@code build}
 * @param created when it was made, to the second
 * @param expires from when on its signatures count only where a log proves that they are older
 * @param state whether it still signs
 * @param ended when it was retired or revoked
 * @param reason why it was revoked
 */
public record KeyEntry(
        String name,
        String purpose,
        VerifyKey key,
        Instant created,
        Instant expires,
        State state,
        Optional<Instant> ended,
        Optional<String> reason) {
    /** How a refusal ends that a proof of the signature's time would lift. */
    public static final String UNPROVEN = "no log proves that the signature is older";

    /** What became of a key. */
    public enum State {
        /** It signs. */
        ACTIVE,
        /** Another took its place in good order: its private key was destroyed, what it signed stays good. */
        RETIRED,
        /** Nobody shall trust it: only what a log proves to be older than the revocation stays good. */
        REVOKED;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same key, which signs no more. */
    public KeyEntry end(State how, Instant at, Optional<String> why) {
        return new KeyEntry(name, purpose, key, created, expires, how, Optional.of(at), why);
    }

    /** Whether it may sign at that time. */
    public boolean signsAt(Instant now) {
        return state == State.ACTIVE && now.isBefore(expires);
    }

    /**
     * Why a signature of this key does not count; empty where it does.
     *
     * @param now when it is judged
     * @param proven when a log proves that the signature was there already
     */
    public Optional<String> objection(Instant now, Optional<Instant> proven) {
        if (proven.isPresent() && proven.get().isAfter(expires)) {
            return Optional.of("key " + name + " had expired at " + expires + ", before the signature was logged");
        }
        if (ended.isPresent() && proven.isPresent() && proven.get().isAfter(ended.get())) {
            return Optional.of("key " + name + " was " + state.word() + " at " + ended.get()
                    + ", before the signature was logged");
        }
        if (proven.isPresent()) {
            return Optional.empty();
        }
        if (state == State.REVOKED) {
            return Optional.of(
                    "key " + name + " was revoked" + ended.map(t -> " at " + t).orElse("") + ", and " + UNPROVEN);
        }
        if (!now.isBefore(expires)) {
            return Optional.of("key " + name + " expired at " + expires + ", and " + UNPROVEN);
        }
        return Optional.empty();
    }
}
