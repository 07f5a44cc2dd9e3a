package dev.waag.server;

import dev.waag.fetch.FetchException;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.fetch.SendRequest;
import dev.waag.ledger.Proofs;
import dev.waag.ledger.WitnessRequest;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteSignature;
import dev.waag.sign.SignedNote;
import dev.waag.sign.WitnessKey;
import dev.waag.store.Ledger;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks one witness to cosign our checkpoints (C2SP tlog-witness). Used by one thread. */
final class WitnessClient {
    private static final int MAX_ANSWER = 64 << 10;

    private final URI url;
    private final WitnessKey key;
    private final Fetcher fetcher;
    private final Ledger ledger;
    private long seen;

    WitnessClient(ServerConfig.Witness witness, Fetcher fetcher, Ledger ledger) {
        this.url = URI.create(witness.url().toString().replaceAll("/+$", "") + "/add-checkpoint");
        this.key = witness.key();
        this.fetcher = fetcher;
        this.ledger = ledger;
    }

    /** The answer of a witness that cannot or will not cosign. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    String name() {
        return key.name();
    }

    /** The witness's signature line for the checkpoint, verified, with when it was made. */
    record Cosigned(String line, Instant at) {}

    Cosigned cosign(Ledger.Head head) throws IOException, Refusal {
        for (int attempt = 0; attempt < 2; attempt++) {
            try (Response response = send(head)) {
                String answer = new String(response.readAll(), StandardCharsets.UTF_8);
                if (response.status() == 200) {
                    Cosigned cosigned = verified(head, answer);
                    seen = head.size();
                    return cosigned;
                }
                if (response.status() != 409 || !answer.strip().matches("\\d{1,18}")) {
                    throw new Refusal("it answered " + response.status());
                }
                seen = Long.parseLong(answer.strip());
                if (seen > head.size()) {
                    throw new Refusal("it has seen " + seen + " entries of this log, which has " + head.size()
                            + ": the log was rolled back");
                }
            }
        }
        throw new Refusal("it saw another tree of " + seen + " entries under this log's name");
    }

    private Response send(Ledger.Head head) throws IOException {
        WitnessRequest request = new WitnessRequest(
                seen, seen == 0 ? List.of() : Proofs.consistency(ledger.tiles(), seen, head.size()), head.note());
        try {
            return fetcher.send(new SendRequest(
                    "POST",
                    url,
                    Map.of("Content-Type", "text/plain; charset=utf-8"),
                    Optional.of(request.format().getBytes(StandardCharsets.UTF_8)),
                    MAX_ANSWER));
        } catch (FetchException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private Cosigned verified(Ledger.Head head, String answer) throws Refusal {
        try {
            for (String line : answer.lines().toList()) {
                for (NoteSignature signature : SignedNote.signatures(head.text() + "\n" + line + "\n")) {
                    Optional<Instant> at = key.verify(head.text(), signature);
                    if (at.isPresent()) {
                        return new Cosigned(line + "\n", at.get());
                    }
                }
            }
        } catch (NoteException e) {
            throw new Refusal("its answer is no signature: " + e.getMessage());
        }
        throw new Refusal("its answer is not signed by " + key);
    }
}
