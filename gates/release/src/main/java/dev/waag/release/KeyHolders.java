package dev.waag.release;

import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import dev.waag.store.KeyTables;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who had keys of the gate's ring sign the evidence of a release: they do not approve it. */
final class KeyHolders {
    private KeyHolders() {}

    static Set<String> of(Connection c, Releases release) throws SQLException {
        Set<String> holders = new TreeSet<>();
        for (HostedFile file : release.files()) {
            for (Hosted.Evidence e : Hosted.evidence(c, file.project(), file.filename())) {
                boolean signed =
                        !e.kind().equals(Contents.EVIDENCE) && !e.kind().equals(Evidence.Kind.SBOM.word());
                for (Dsse envelope : signed ? envelopes(e) : List.<Dsse>of()) {
                    holders.addAll(KeyTables.signers(c, Sha256.of(envelope.payload())));
                }
            }
        }
        return holders;
    }

    private static List<Dsse> envelopes(Hosted.Evidence evidence) {
        try {
            return Dsse.parseAll(new String(evidence.body(), StandardCharsets.UTF_8));
        } catch (NoteException e) {
            return List.of(); // counts for nothing, so nobody gains by it
        }
    }
}
