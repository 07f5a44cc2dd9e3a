package dev.waag.release;

import dev.waag.core.Sha256;
import dev.waag.identity.Doer;
import dev.waag.identity.Duties;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.judge.Judge;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicyError;
import dev.waag.policy.PolicyException;
import dev.waag.policy.PolicySource;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.Proposals;
import dev.waag.store.Proposals.Proposal;
import dev.waag.store.Settings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Another policy, put in force by a command rather than by its file. Where two people are needed for it, it waits for the second; then a
 * file that changed waits too, for whoever can write the file is one person.
 */
public final class PolicyChanges {
    private static final String KIND = "policy";
    /** Who proposes what was found in the file. */
    private static final String FILE = "policy-file";
    /** The text in force, where it is not the file's or two people are needed. */
    private static final String TEXT = "policy-text";
    /** The digest of the file's text when that was put in force. */
    private static final String SEEN = "policy-file";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final boolean twoPersons;

    public PolicyChanges(Database database, Ledger ledger, InstantSource clock, boolean twoPersons) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.twoPersons = twoPersons;
    }

    /**
     * The policy to begin with.
     *
     * @param fromFile what the file says, or the default pack
     * @param text of the file; empty where there is none
     */
    public Policy initial(Policy fromFile, String text) throws SQLException {
        Optional<String> applied = database.read(c -> Settings.get(c, TEXT)).filter(t -> !t.isEmpty());
        String seen = database.read(c -> Settings.get(c, SEEN)).orElse("");
        boolean fileAsItWas = seen.equals(digest(text));
        if (applied.isPresent() && (twoPersons || fileAsItWas)) {
            if (!fileAsItWas && !applied.get().equals(text)) {
                fileChanged(text);
            }
            try {
                return Policy.load(new PolicySource("the policy in force", applied.get()));
            } catch (PolicyException e) {
                throw new SQLException("the policy in force cannot be read: " + messages(e));
            }
        }
        database.write(c -> {
            Settings.set(c, TEXT, twoPersons ? text : "");
            Settings.set(c, SEEN, digest(text));
            return true;
        });
        return fromFile;
    }

    /** The file has another text now; true where that may be put in force at once. */
    public boolean fileChanged(String text) throws SQLException {
        if (!twoPersons) {
            database.write(c -> {
                Settings.set(c, TEXT, "");
                Settings.set(c, SEEN, digest(text));
                return true;
            });
            return true;
        }
        boolean known = database.read(c -> Settings.get(c, TEXT).orElse("").equals(text)
                || Proposals.all(c).stream().anyMatch(p -> waits(p) && text(p).equals(text)));
        if (!known) {
            database.write(c -> {
                Settings.set(c, SEEN, digest(text));
                return propose(c, FILE, text);
            });
        }
        return false;
    }

    /** Puts a policy in force, or has it wait for another person: then the answer says so with its id. */
    public Answer apply(Principal who, String text, Judge judge) throws SQLException {
        if (!who.may(Permission.POLICY)) {
            return Rights.missing(who, Permission.POLICY);
        }
        Policy policy;
        try {
            policy = Policy.load(new PolicySource("policy", text));
        } catch (PolicyException e) {
            return Answer.refused(
                    400, "the policy is wrong: " + messages(e), "waag policy show --policy FILE checks it");
        }
        if (twoPersons) {
            String id = database.write(c -> propose(c, who.name(), text));
            return new Answer.Done(Map.of("id", id, "state", "waiting"), false);
        }
        database.write(c -> {
            enter(c, who.name(), Map.of("change", "applied", "digest", policy.digest()));
            Settings.set(c, TEXT, text);
            return true;
        });
        judge.use(policy, who.name());
        return new Answer.Done(Map.of("state", "in force", "digest", policy.digest()), true);
    }

    /** Confirms what another person proposed, and puts it in force. */
    public Answer approve(Principal who, String id, Judge judge) throws SQLException {
        Optional<Proposal> found = database.read(c -> Proposals.find(c, id));
        if (found.isEmpty() || !waits(found.get())) {
            return Answer.refused(404, "no policy waits under the id '" + id + "'", "waag policy pending lists them");
        }
        Proposal proposal = found.get();
        Doer proposer = new Doer(proposal.proposer(), Principal.Kind.TOKEN, "");
        Optional<String> not = Duties.whyNotConfirm(who, proposer, Permission.POLICY);
        if (not.isPresent()) {
            return Answer.refused(403, not.get(), "another person with the role security or admin can");
        }
        Policy policy;
        try {
            policy = Policy.load(new PolicySource("policy", text(proposal)));
        } catch (PolicyException e) {
            return Answer.refused(409, "the policy is wrong by now: " + messages(e), "propose another");
        }
        boolean mine = database.write(c -> {
            if (!Proposals.find(c, id).map(PolicyChanges::waits).orElse(false)) {
                return false;
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("change", "approved");
            fields.put("id", id);
            fields.put("proposer", proposal.proposer());
            fields.put("digest", policy.digest());
            enter(c, who.name(), fields);
            Proposals.approve(c, id);
            Settings.set(c, TEXT, text(proposal));
            return true;
        });
        if (mine) {
            judge.use(policy, who.name());
        }
        return new Answer.Done(Map.of("id", id, "state", "in force", "digest", policy.digest()), mine);
    }

    /** What waits, oldest first. */
    public List<Map<String, Object>> pending() throws SQLException {
        return database.read(Proposals::all).stream()
                .filter(PolicyChanges::waits)
                .map(p -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("id", p.id());
                    row.put("proposer", p.proposer());
                    row.put("at", p.at().toString());
                    row.put("text", text(p));
                    return row;
                })
                .toList();
    }

    private String propose(Connection c, String proposer, String text) throws SQLException {
        String id = "p-" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("change", "proposed");
        fields.put("id", id);
        fields.put("text_sha256", digest(text));
        long entry = enter(c, proposer, fields);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Proposals.add(c, new Proposal(id, KIND, body, proposer, now(), "waiting", entry));
        return id;
    }

    private long enter(Connection c, String actor, Map<String, Object> fields) throws SQLException {
        return ledger.append(c, new LedgerEntry("policy", now(), actor, fields));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static boolean waits(Proposal p) {
        return p.kind().equals(KIND) && p.state().equals("waiting");
    }

    private static String text(Proposal p) {
        return new String(p.body(), StandardCharsets.UTF_8);
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static String messages(PolicyException e) {
        return e.errors().stream().map(PolicyError::toString).collect(Collectors.joining("; "));
    }
}
