package dev.waag.keys;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.NoteException;
import java.time.Instant;

/** What goes wrong with keys, in words. */
final class Failures {
    private Failures() {}

    static UserException unknown(String name) {
        return new UserException(
                Exit.USAGE,
                "there is no key '" + name + "'",
                "it was not generated here",
                "waag keys list shows what there is; waag keys generate " + name + " makes it");
    }

    static UserException taken(String name) {
        return new UserException(
                Exit.USAGE,
                "there is a key '" + name + "' already",
                "names are not used twice, so that nobody takes one key for another",
                "take another name, or waag keys rotate " + name);
    }

    static UserException signsNoMore(KeyEntry key, Instant now) {
        String why = key.state() == KeyEntry.State.ACTIVE
                ? "it expired at " + key.expires()
                : "it was " + key.state().word()
                        + key.ended().map(t -> " at " + t).orElse("");
        return new UserException(
                Exit.FINDINGS,
                "key '" + key.name() + "' signs nothing more",
                why + "; it is " + now + " now",
                "waag keys rotate " + key.name() + " puts another in its place");
    }

    static UserException refused(String what, String cause, String remedy) {
        return new UserException(Exit.FINDINGS, what, cause, remedy);
    }

    static UserException broken(String what, Exception e) {
        return new UserException(
                Exit.INCOMPLETE,
                what + ": " + e.getMessage(),
                "the data folder cannot be read or written, or is damaged",
                "check its disk and permissions");
    }

    static UserException root(NoteException e) {
        return new UserException(
                Exit.FINDINGS,
                "the trust root is not valid: " + e.getMessage(),
                "it was changed, or has expired",
                "a running server renews its root; keep the file that you have as evidence");
    }
}
