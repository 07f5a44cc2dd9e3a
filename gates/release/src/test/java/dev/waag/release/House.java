package dev.waag.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.attest.TrustedRoot;
import dev.waag.core.Blake2b;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.identity.Role;
import dev.waag.index.IndexGate;
import dev.waag.index.IndexSettings;
import dev.waag.index.PageOutcome;
import dev.waag.judge.Judge;
import dev.waag.policy.Policy;
import dev.waag.python.ProjectName;
import dev.waag.store.Blobs;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.Scratch;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A release gate over a real database, ledger and blobs, with its people. */
final class House implements AutoCloseable {
    static final Principal ANN = person("ann", Role.PUBLISHER);
    static final Principal BEN = person("ben", Role.APPROVER);
    static final Principal SUE = person("sue", Role.SECURITY);
    static final Principal BOB = person("bob", Role.PUBLISHER, Role.APPROVER);
    static final Principal ADMIN = person("admin", Role.ADMIN);
    static final Principal READER = person("rita", Role.READER);

    final TestClock clock = new TestClock();
    final SimulatedIndex upstream;
    final DataFolder data;
    final Database database;
    final Ledger ledger;
    final Blobs blobs;
    final Judge judge;
    final Fetcher fetcher;
    final IndexGate index;
    final ReleaseGate gate;

    House(Path root, ReleaseSettings settings) throws Exception {
        this(root, settings, TrustedEvidence.NONE);
    }

    House(Path root, ReleaseSettings settings, TrustedEvidence trust) throws Exception {
        upstream = new SimulatedIndex();
        data = DataFolder.open(root);
        database = Database.open(data.path("waag.db"));
        ledger = Ledger.open(data, database);
        blobs = new Blobs(data, 1 << 30, clock);
        judge = Judge.open(database, ledger, clock, Policy.defaults());
        fetcher = new Fetcher(FetchSettings.fromEnvironment(Map.of(), List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(upstream.url())));
        index = new IndexGate(
                new IndexSettings(
                        upstream.url(),
                        List.of(),
                        List.of(new IndexSettings.Claim(List.of("acme-*", "gitlab-oidc-project"), "team")),
                        settings.channels(),
                        Duration.ofMinutes(5)),
                fetcher,
                FetchLimits.DEFAULT,
                database,
                blobs,
                judge,
                ledger,
                clock);
        gate = new ReleaseGate(settings, trust, TrustedRoot::shipped, database, ledger, blobs, judge, index, clock);
    }

    static Principal person(String name, Role... roles) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (Role role : roles) {
            permissions.addAll(role.permissions());
        }
        return new Principal(
                name,
                Principal.Kind.TOKEN,
                Set.of(roles),
                permissions,
                Set.of(),
                Optional.of("token-of-" + name),
                Map.of());
    }

    static ProjectName name(String project) {
        return ProjectName.parse(project).orElseThrow();
    }

    /** The same with one field more of that name. */
    Answer uploadTwice(Principal who, Distribution d, String field, String value) throws Exception {
        return upload(who, d.filename(), d.bytes(), d.project(), d.version(), Optional.of(field), field, value);
    }

    /** Uploads as a client does, with some of the form's fields changed; an empty value takes the field away. */
    Answer upload(Principal who, Distribution d, String... changes) throws Exception {
        return upload(who, d.filename(), d.bytes(), d.project(), d.version(), changes);
    }

    Answer upload(Principal who, String filename, byte[] content, String project, String version, String... changes)
            throws Exception {
        return upload(who, filename, content, project, version, Optional.empty(), changes);
    }

    private Answer upload(
            Principal who,
            String filename,
            byte[] content,
            String project,
            String version,
            Optional<String> added,
            String... changes)
            throws Exception {
        Blake2b blake = new Blake2b();
        blake.update(content, 0, content.length);
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        String blake2b = blake.hex();
        Map<String, List<String>> fields = new HashMap<>();
        fields.put(":action", List.of("file_upload"));
        fields.put("protocol_version", List.of("1"));
        fields.put("metadata_version", List.of("2.1"));
        fields.put("name", List.of(project));
        fields.put("version", List.of(version));
        fields.put("filetype", List.of(filename.endsWith(".whl") ? "bdist_wheel" : "sdist"));
        fields.put("sha256_digest", List.of(Sha256.of(content).hex()));
        fields.put("md5_digest", List.of(md5));
        fields.put("blake2_256_digest", List.of(blake2b));
        for (int i = 0; i < changes.length; i += 2) {
            List<String> values = new ArrayList<>(
                    added.equals(Optional.of(changes[i])) ? fields.getOrDefault(changes[i], List.of()) : List.of());
            if (!changes[i + 1].isEmpty()) {
                values.add(changes[i + 1]);
            }
            fields.put(changes[i], values);
        }
        try (Scratch file = blobs.scratch()) {
            file.append(ByteBuffer.wrap(content));
            Answer answer = gate.upload(
                    who, new Upload(fields, filename, file, content.length, Sha256.of(content), md5, blake2b));
            file.discard();
            return answer;
        }
    }

    /** Publishes, approves and promotes to the last channel. */
    void release(Distribution d) throws Exception {
        done(upload(ANN, d));
        done(gate.approve(BEN, name(d.project()), Optional.of(d.version())));
        done(gate.promote(BEN, name(d.project()), Optional.of(d.version()), Optional.of("stable")));
    }

    static Answer.Done done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return (Answer.Done) answer;
    }

    static Answer.Refused refused(int status, Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        Answer.Refused refused = (Answer.Refused) answer;
        assertThat(refused.status()).as(refused.what()).isEqualTo(status);
        return refused;
    }

    /** Versions that somebody may have from that channel. */
    List<String> versions(String project, String channel) {
        return index.page(name(project), channel, false) instanceof PageOutcome.Found found
                ? found.view().files().stream()
                        .filter(f -> f.decision().allows())
                        .map(f -> f.version())
                        .distinct()
                        .sorted(Releases::compare)
                        .toList()
                : List.of();
    }

    /** How many files the channel shows. */
    int files(String project, String channel) {
        return index.page(name(project), channel, false) instanceof PageOutcome.Found found
                ? found.view().files().size()
                : 0;
    }

    /** The kinds of all entries of the ledger, decisions left out, in order. */
    List<String> kinds() throws Exception {
        List<String> kinds = new ArrayList<>();
        for (long i = 0; ; i++) {
            Optional<byte[]> entry = ledger.entry(i);
            if (entry.isEmpty()) {
                return kinds;
            }
            JsonNode json = Json.MAPPER.readTree(entry.get());
            String kind = json.path("kind").asString("");
            if (!kind.equals("decision") && !kind.equals("policy")) {
                kinds.add(kind);
            }
        }
    }

    @Override
    public void close() throws Exception {
        gate.close();
        index.close();
        fetcher.close();
        ledger.close();
        database.close();
        data.close();
        upstream.close();
    }
}
