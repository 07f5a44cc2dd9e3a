package dev.waag.keys;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.KeyAlgorithm;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A key that somebody asks for.
 *
 * @param name letters, digits, dots, dashes, underscores
 * @param purpose what it is to sign, in a word
 * @param validity how long it signs
 * @param threshold how many keys of its purpose must sign from now on; empty: as it was
 * @param store where its private half is kept: {@code file}, {@code pkcs11} or {@code vault}
 */
public record NewKey(
        String name, KeyAlgorithm algorithm, String purpose, Duration validity, OptionalInt threshold, String store) {
    /** How long a key signs where nobody says. */
    public static final Duration VALIDITY = Duration.ofDays(730);

    /** The purpose where nobody says. */
    public static final String SIGN = "sign";

    public NewKey {
        word("name", name);
        word("purpose", purpose);
        if (validity.compareTo(Duration.ofSeconds(1)) < 0 || validity.compareTo(Duration.ofDays(36_500)) > 0) {
            throw wrong("a key is valid for a second at least and a hundred years at most");
        }
        if (threshold.isPresent() && (threshold.getAsInt() < 1 || threshold.getAsInt() > 64)) {
            throw wrong("a threshold is a number from 1 to 64");
        }
    }

    /** An Ed25519 key in a file of the key store. */
    public static NewKey of(String name, String purpose) {
        return new NewKey(name, KeyAlgorithm.ED25519, purpose, VALIDITY, OptionalInt.empty(), KeyStores.FILE);
    }

    private static void word(String what, String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw wrong(
                    "'" + text + "' is no key's " + what
                            + ": it begins with a letter or digit, and has letters, digits, dots, dashes and underscores, 64 at most");
        }
    }

    private static UserException wrong(String what) {
        return new UserException(Exit.USAGE, what, "", "waag keys generate --help shows what it takes");
    }
}
