package dev.waag.keys;

import dev.waag.sign.NoteException;
import dev.waag.sign.Signer;
import dev.waag.sign.TrustRoot;
import dev.waag.sign.TrustSet;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key ring that can be used: that of a data folder here, or of a running server.
 *
 * <p>What fails for its user throws {@link dev.waag.core.UserException}: a name that is not there or is taken (usage), a key that is
 * revoked or expired (a refusal), a store or server that cannot be reached (incomplete).
 */
public interface Keys {
    /**
     * The key ring of a data folder. While a server runs on the folder, everything is asked of the server, which holds the folder; else
     * each call opens the folder, and leaves it again.
     */
    static Keys open(Path dataFolder, InstantSource clock) {
        return open(dataFolder, KeySettings.fromEnvironment(System.getenv()), clock);
    }

    /** The same with other settings of tokens and vaults. */
    static Keys open(Path dataFolder, KeySettings settings, InstantSource clock) {
        return new FolderKeys(dataFolder, settings, clock);
    }

    /** The key ring of a server, whose private keys stay there. */
    static Keys at(URI url, String token, Map<String, String> environment) {
        return new ServerKeys(url, token, environment);
    }

    /** What signs under that name; refused where that key is revoked or expired. */
    Signer signer(String name);

    /** The key that Waag keeps for a purpose of its own ({@code build}, {@code pipeline}, {@code release}, {@code receipt}): made at first use. */
    Signer own(String purpose);

    /** As {@link #own}; empty where the ring is a server's and the token has no right to sign with it. */
    default Optional<Signer> findOwn(String purpose) {
        return Optional.of(own(purpose));
    }

    /** Makes a key. */
    KeyView generate(NewKey key);

    /** Puts another key into the place of the one of that name; the old one's private half is destroyed. */
    KeyView rotate(String name);

    /** Withdraws trust from the key of that name; its private half is destroyed. */
    KeyView revoke(String name, String reason);

    /** Wraps the keys of encrypted files anew, under a new storage key; returns how many there are. */
    int rewrap();

    /** Every key that there ever was, oldest first. */
    List<KeyView> list();

    /** The newest version of the trust root. */
    TrustRoot root();

    /**
     * Signs a payload as a DSSE envelope's, and enters in the ledger that it was signed.
     *
     * @return the signature with the number of its ledger entry
     */
    LoggedSignature sign(String name, String payloadType, byte[] payload);

    /** What a verifier on this machine trusts: the newest root. */
    default TrustSet trust(InstantSource clock) {
        try {
            return TrustSet.ofRoot(root(), clock.instant());
        } catch (NoteException e) {
            throw Failures.root(e);
        }
    }
}
