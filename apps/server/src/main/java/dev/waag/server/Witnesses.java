package dev.waag.server;

import dev.waag.fetch.Fetcher;
import dev.waag.store.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the newest checkpoint cosigned by every witness, about once a second where the log grows, and sooner where it was quiet. */
final class Witnesses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final List<WitnessClient> clients;
    private final Ledger ledger;
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * What a witness last did.
     *
     * @param size of the checkpoint that it cosigned; -1 for none
     * @param trouble why it did not cosign the newest; empty where it did
     */
    private record State(long size, Instant at, String trouble) {}

    private Witnesses(List<WitnessClient> clients, Ledger ledger) {
        this.clients = List.copyOf(clients);
        this.ledger = ledger;
        this.thread = Thread.ofPlatform().name("witnesses").daemon(true).unstarted(this::run);
    }

    static Witnesses start(List<ServerConfig.Witness> witnesses, Fetcher fetcher, Ledger ledger) {
        Witnesses all = new Witnesses(
                witnesses.stream()
                        .map(w -> new WitnessClient(w, fetcher, ledger))
                        .toList(),
                ledger);
        if (!all.clients.isEmpty()) {
            all.thread.start();
        }
        return all;
    }

    /** For {@code /health/ready}: each witness with what it cosigned last. */
    List<Map<String, Object>> states() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (WitnessClient c : clients) {
            State state = states.getOrDefault(c.name(), new State(-1, Instant.EPOCH, "not asked yet"));
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", c.name());
            if (state.size() >= 0) {
                fields.put("size", state.size());
                fields.put("at", state.at().toString());
            }
            if (!state.trouble().isEmpty()) {
                fields.put("trouble", state.trouble());
            }
            all.add(fields);
        }
        return all;
    }

    private void run() {
        long done = -1;
        while (!closing) {
            try {
                Ledger.Head head = ledger.awaitHead(done, RETRY);
                if (!closing && (head.size() != done || troubled())) {
                    ask(head);
                    done = head.size();
                    Thread.sleep(PACE);
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error("the checkpoint could not be given its witnesses' signatures", e);
            }
        }
    }

    private boolean troubled() {
        return states.values().stream().anyMatch(s -> !s.trouble().isEmpty());
    }

    private void ask(Ledger.Head head) throws IOException {
        List<String> lines = new ArrayList<>();
        for (WitnessClient c : clients) {
            State before = states.getOrDefault(c.name(), new State(-1, Instant.EPOCH, ""));
            try {
                WitnessClient.Cosigned cosigned = c.cosign(head);
                lines.add(cosigned.line());
                states.put(c.name(), new State(head.size(), cosigned.at(), ""));
            } catch (WitnessClient.Refusal e) {
                LOG.error("witness {} does not cosign the ledger's checkpoint: {}", c.name(), e.getMessage());
                states.put(c.name(), new State(before.size(), before.at(), String.valueOf(e.getMessage())));
            } catch (IOException e) {
                LOG.warn("witness {} cannot be asked: {}", c.name(), e.getMessage());
                states.put(c.name(), new State(before.size(), before.at(), String.valueOf(e.getMessage())));
            }
        }
        if (!lines.isEmpty()) {
            ledger.cosigned(head, lines);
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
