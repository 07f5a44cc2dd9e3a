package dev.waag.server;

import dev.waag.fetch.FetchLimits;
import dev.waag.identity.Accounts;
import dev.waag.identity.Credentials;
import dev.waag.identity.Guesses;
import dev.waag.identity.Issuers;
import dev.waag.identity.People;
import dev.waag.identity.PersonRule;
import dev.waag.identity.Publishers;
import dev.waag.identity.Refusals;
import dev.waag.python.ProjectName;
import dev.waag.store.Database;
import dev.waag.store.Durable;
import dev.waag.store.Hosted;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may come in, and as whom. */
record Identity(Accounts accounts, Credentials credentials, Doorkeeper door, Issuers issuers, Publishers publishers) {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

    /** Issuers answer at once or not at all: who waits for them is a job that publishes. */
    private static final FetchLimits ISSUER_LIMITS = FetchLimits.DEFAULT.withTimes(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(15));

    static Identity open(ServerConfig config, Storage storage, Outbound outbound, InstantSource clock, Opened opened)
            throws IOException, SQLException {
        Database database = storage.database();
        Accounts accounts = Accounts.open(database, storage.ledger(), clock);
        Credentials credentials =
                Credentials.open(storage.data().path("admin-token"), Durable::writeSecret, accounts, clock);
        Refusals refusals = opened.add(new Refusals(database, storage.ledger(), clock));
        Set<String> ofPeople = config.people().stream().map(PersonRule::issuer).collect(Collectors.toSet());
        Issuers issuers = new Issuers(
                config.issuers(),
                ofPeople,
                outbound.to(
                        config.issuers().stream().map(i -> URI.create(i.url())).toList(), ISSUER_LIMITS),
                clock);
        People people = new People(accounts, issuers, config.people(), clock);
        return new Identity(
                accounts,
                credentials,
                new Doorkeeper(credentials.with(people), new Guesses(clock), refusals),
                issuers,
                Publishers.open(accounts, issuers, database, clock, p -> hosted(database, p)));
    }

    /** Whether a project has begun here; where nobody knows, it counts as begun, so that nobody takes it over. */
    private static boolean hosted(Database database, ProjectName project) {
        try {
            return database.read(c -> Hosted.status(c, project).isPresent());
        } catch (SQLException e) {
            LOG.error("whether {} is here could not be read", project, e);
            return true;
        }
    }
}
