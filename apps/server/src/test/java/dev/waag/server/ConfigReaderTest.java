package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.alert.MailSettings;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.identity.OidcIssuer;
import dev.waag.identity.PersonRule;
import dev.waag.identity.Role;
import dev.waag.index.IndexSettings;
import dev.waag.keys.KeySettings;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteSigner;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.PrivateSigner;
import dev.waag.sign.VerifyKey;
import dev.waag.sign.WitnessKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigReaderTest {
    /** Two values of a key, and what becomes of them. */
    private record Row(
            String one, String other, Function<ServerConfig, Object> read, Object oneRead, Object otherRead) {}

    private static final Optional<String> KEV = Optional.of("https://b.example/kev");

    private static final String SMTP = "smtp = \"smtps://mail.example\"\n";
    private static final String MAIL = "mail-from = \"a@a.example\"\nmail-to = [\"a@a.example\"]\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path file = Path.of("");
    private final Map<String, Row> table = new LinkedHashMap<>();

    @BeforeEach
    void fill() throws Exception {
        file = folder.resolve("waag.toml");
        Path a = Files.writeString(folder.resolve("a.pem"), "a");
        Path b = Files.writeString(folder.resolve("b.pem"), "b");
        row("data", "/srv/a", "/srv/b", c -> c.data().toString(), "/srv/a", "/srv/b");
        row("listen", "127.0.0.2:81", "[::1]:0", c -> c.host() + " " + c.port(), "127.0.0.2 81", "::1 0");
        row(
                "public-url",
                "https://a.example/x/",
                "http://b.example",
                c -> c.publicUrl().map(URI::toString).orElse(""),
                "https://a.example/x",
                "http://b.example");
        row("tls.certificate", a + "", b + "", c -> tls(c, ServerConfig.Tls::certificate), a, b);
        row("tls.key", a + "", b + "", c -> tls(c, ServerConfig.Tls::key), a, b);
        row(
                "upstream.url",
                "https://a.example/simple/",
                "https://b.example/simple/",
                c -> c.upstream().map(URI::toString).orElse(""),
                "https://a.example/simple/",
                "https://b.example/simple/");
        row("upstream.refresh", "30s", "2h", ServerConfig::refresh, Duration.ofSeconds(30), Duration.ofHours(2));
        row("access.read", "authenticated", "anonymous", ServerConfig::authenticatedRead, true, false);
        row(
                "access.hosts",
                "a.example,b.example",
                "c.example",
                ServerConfig::hosts,
                List.of("a.example", "b.example"),
                List.of("c.example"));
        row("policy.file", a + "", b + "", c -> c.policy().orElse(Path.of("")), a, b);
        row("attestations.trusted-root", a + "", b + "", c -> c.trustedRoot().orElse(Path.of("")), a, b);
        row("storage.cache-size", "10g", "800M", ServerConfig::cacheBytes, 10L << 30, 800L << 20);
        row(
                "advisories.sources",
                folder + ",https://a.example/all.zip",
                b + "",
                c -> c.advisories().sources(),
                List.of(folder + "", "https://a.example/all.zip"),
                List.of(b + ""));
        row(
                "advisories.kev",
                a + "",
                "https://b.example/kev",
                c -> c.advisories().kev(),
                Optional.of(a + ""),
                KEV);
        row(
                "advisories.epss",
                a + "",
                "https://b.example/kev",
                c -> c.advisories().epss(),
                Optional.of(a + ""),
                KEV);
        row(
                "advisories.refresh",
                "30s",
                "2h",
                c -> c.advisories().refresh(),
                Duration.ofSeconds(30),
                Duration.ofHours(2));
        row("advisories.max-age", "12h", "9d", c -> c.advisories().maxAge(), Duration.ofHours(12), Duration.ofDays(9));
        row(
                "alerts.webhook",
                "https://a.example/hook",
                "http://127.0.0.1:9/hook",
                c -> c.alerts().webhook().map(URI::toString).orElse(""),
                "https://a.example/hook",
                "http://127.0.0.1:9/hook");
        row(
                "alerts.webhook-secret",
                "0123456789abcdef",
                "fedcba9876543210",
                c -> c.alerts().secret().orElse(""),
                "0123456789abcdef",
                "fedcba9876543210");
        row(
                "alerts.smtp",
                "smtps://mail.example",
                "smtp://[::1]:25",
                c -> mail(c).server() + "",
                "smtps://mail.example",
                "smtp://[::1]:25");
        row("alerts.smtp-user", "ann", "ben", c -> mail(c).user().orElse(""), "ann", "ben");
        row("alerts.smtp-password", "one", "two", c -> mail(c).password().orElse(""), "one", "two");
        row(
                "alerts.mail-from",
                "Waag <w@a.example>",
                "v@a.example",
                c -> mail(c).from(),
                "Waag <w@a.example>",
                "v@a.example");
        row(
                "alerts.mail-to",
                "a@a.example,b@a.example",
                "c@a.example",
                c -> mail(c).to(),
                List.of("a@a.example", "b@a.example"),
                List.of("c@a.example"));
        row("storage.encrypt", "true", "false", ServerConfig::encrypt, true, false);
        row("storage.key", "file", "file", ServerConfig::storageKey, "file", "file");
        String one = NoteSigner.generate("one.example").verifier().vkey();
        String two = NoteSigner.generate("two.example").verifier().vkey();
        row(
                "ledger.witness-for",
                one + "," + two,
                two,
                c -> c.ledger().witnessFor().stream().map(NoteVerifier::vkey).toList(),
                List.of(one, two),
                List.of(two));
        row("keys.passphrase-file", a + "", b + "", c -> c.keys().passphraseFile(), Optional.of(a), Optional.of(b));
        row("keys.pkcs11.library", a + "", b + "", c -> pkcs11(c).library(), a, b);
        row("keys.pkcs11.slot", "3", "12", c -> pkcs11(c).slot(), 3, 12);
        row("keys.pkcs11.pin-file", a + "", b + "", c -> pkcs11(c).pinFile(), a, b);
        row(
                "keys.vault.url",
                "https://vault.example:8200",
                "http://127.0.0.1:8200",
                c -> vault(c).url(),
                URI.create("https://vault.example:8200"),
                URI.create("http://127.0.0.1:8200"));
        row("keys.vault.mount", "transit/python", "other", c -> vault(c).mount(), "transit/python", "other");
        row("release.channels", "a,b", "c", c -> c.release().channels(), List.of("a", "b"), List.of("c"));
        row("release.approvals", "2", "0", c -> c.release().approvals(), 2, 0);
        row("release.on-recall", "rollback", "block", c -> c.release().rollbackOnRecall(), true, false);
        row("release.two-person-policy", "true", "false", c -> c.release().twoPersonPolicy(), true, false);
        row(
                "release.require-stages",
                "test,build",
                "build",
                c -> c.release().stages(),
                List.of("test", "build"),
                List.of("build"));
        Path ed = pem("ed.pem");
        Path other = pem("other.pem");
        row(
                "release.stage-keys",
                ed + "," + other,
                other + "",
                c -> c.release().stageKeys(),
                List.of(pemKey(ed), pemKey(other)),
                List.of(pemKey(other)));
        row("release.max-file-size", "1m", "3g", c -> c.release().fileBytes(), 1L << 20, 3L << 30);
        row("keys.vault.token-file", a + "", b + "", c -> vault(c).tokenFile(), a, b);
    }

    private KeySettings.Pkcs11 pkcs11(ServerConfig c) {
        return c.keys().stores().pkcs11().orElseThrow();
    }

    private KeySettings.Vault vault(ServerConfig c) {
        return c.keys().stores().vault().orElseThrow();
    }

    private void row(
            String key,
            String one,
            String other,
            Function<ServerConfig, Object> read,
            Object oneRead,
            Object otherRead) {
        table.put(key, new Row(one, other, read, oneRead, otherRead));
    }

    private MailSettings mail(ServerConfig c) {
        return c.alerts().mail().orElseThrow();
    }

    private Path pem(String name) throws IOException {
        String pem = PrivateSigner.generate(KeyAlgorithm.ED25519).publicKey().pem();
        return Files.writeString(folder.resolve(name), pem);
    }

    private static VerifyKey pemKey(Path file) throws IOException, NoteException {
        return VerifyKey.parsePem(Files.readString(file)).getFirst();
    }

    private static Path tls(ServerConfig c, Function<ServerConfig.Tls, Path> part) {
        return c.tls().map(part).orElse(Path.of(""));
    }

    private ServerConfig read(Map<String, String> options, Map<String, String> environment) {
        return ConfigReader.read(new ConfigReader.Options(Optional.of(file), options), environment);
    }

    /** TOML that sets a key; the other half of [tls], and the sources that a catalogue needs, with it. */
    private String toml(String key, String value) {
        ConfigKeys.Key k = ConfigKeys.scalar(key).orElseThrow();
        int dot = key.indexOf('.');
        String text = k.bare() ? value : k.list() ? "[\"" + value.replace(",", "\", \"") + "\"]" : "\"" + value + "\"";
        String other = key.equals("tls.key") ? "certificate" : "key";
        String needed = needed(key);
        return (dot < 0 ? "" : "[" + key.substring(0, dot) + "]\n") + key.substring(dot + 1) + " = " + text + "\n"
                + (key.startsWith("tls.") ? other + " = \"" + folder.resolve("a.pem") + "\"\n" : "")
                + needed;
    }

    private String needed(String key) {
        Path a = folder.resolve("a.pem");
        return switch (key) {
            case "advisories.kev", "advisories.epss" -> "sources = [\"" + a + "\"]\n";
            case "keys.pkcs11.library" -> "pkcs11.pin-file = \"" + a + "\"\n";
            case "keys.pkcs11.pin-file" -> "pkcs11.library = \"" + a + "\"\n";
            case "keys.pkcs11.slot" -> "pkcs11.library = \"" + a + "\"\npkcs11.pin-file = \"" + a + "\"\n";
            case "keys.vault.url" -> "vault.token-file = \"" + a + "\"\n";
            case "keys.vault.token-file" -> "vault.url = \"https://vault.example\"\n";
            case "keys.vault.mount" -> "vault.url = \"https://vault.example\"\nvault.token-file = \"" + a + "\"\n";
            case "alerts.smtp" -> MAIL + "\n";
            case "alerts.smtp-user" -> SMTP + MAIL + "smtp-password = \"x\"\n";
            case "alerts.smtp-password" -> SMTP + MAIL + "smtp-user = \"x\"\n";
            case "alerts.mail-from" -> SMTP + "mail-to = [\"a@a.example\"]\n";
            case "alerts.mail-to" -> SMTP + "mail-from = \"a@a.example\"\n";
            default -> "";
        };
    }

    @Test
    void everyKeyIsTested() {
        Set<String> known = new TreeSet<>();
        ConfigKeys.scalars().forEach(k -> known.add(k.name()));
        assertThat(table.keySet())
                .as("a key is missing from this test, or gone")
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void everyKeyIsSetByTheFileTheEnvironmentAndAnOptionInThatOrder() throws Exception {
        for (Map.Entry<String, Row> entry : table.entrySet()) {
            String key = entry.getKey();
            Row row = entry.getValue();
            String variable = ConfigKeys.scalar(key).orElseThrow().variable();
            Files.writeString(file, toml(key, row.one()));
            assertThat(row.read().apply(read(Map.of(), Map.of()))).as(key).isEqualTo(row.oneRead());
            assertThat(row.read().apply(read(Map.of(), Map.of(variable, row.other()))))
                    .as(variable)
                    .isEqualTo(row.otherRead());
            Files.writeString(
                    file,
                    key.startsWith("tls.")
                            ? toml(key, row.other())
                            : needed(key)
                                    .replaceFirst("^", needed(key).isEmpty() ? "" : "[" + key.split("\\.")[0] + "]\n"));
            assertThat(row.read().apply(read(Map.of(), Map.of(variable, row.one()))))
                    .as(variable)
                    .isEqualTo(row.oneRead());
            assertThat(row.read().apply(read(Map.of(key, row.one()), Map.of(variable, row.other()))))
                    .as("--" + key)
                    .isEqualTo(row.oneRead());
        }
    }

    @Test
    void variablesAreNamedAfterTableAndKey() {
        assertThat(ConfigKeys.scalar("alerts.webhook").orElseThrow().variable()).isEqualTo("WAAG_ALERTS_WEBHOOK");
        assertThat(ConfigKeys.scalar("public-url").orElseThrow().variable()).isEqualTo("WAAG_PUBLIC_URL");
        assertThat(ConfigKeys.scalar("storage.cache-size").orElseThrow().variable())
                .isEqualTo("WAAG_STORAGE_CACHE_SIZE");
    }

    @Test
    void tablesOfWhichThereMayBeSeveral() throws Exception {
        Files.writeString(file, """
                [[upstream-route]]
                projects = ["torch*"]
                url = "https://torch.example/simple"
                [[upstream-route]]
                projects = ["a", "b-*"]
                url = "https://other.example/"
                [[claim]]
                projects = ["acme-*", "billing"]
                owner = "team"
                [[claim]]
                projects = ["x"]
                [[oidc-issuer]]
                url = "https://id.example"
                kind = "generic"
                audience = "waag"
                [[oidc-person]]
                issuer = "https://id.example"
                claims = ["groups=release-team", "email=ann@acme.example"]
                roles = ["approver", "security"]
                user = "ann"
                """);
        ServerConfig config = read(Map.of(), Map.of());
        assertThat(config.people())
                .containsExactly(new PersonRule(
                        "https://id.example",
                        Map.of("groups", "release-team", "email", "ann@acme.example"),
                        Set.of(Role.APPROVER, Role.SECURITY),
                        Optional.of("ann")));
        Map<String, String> person = Map.of(
                "WAAG_OIDC_PERSON_ISSUER", "https://id.example",
                "WAAG_OIDC_PERSON_CLAIMS", "sub=1",
                "WAAG_OIDC_PERSON_ROLES", "reader, approver",
                "WAAG_OIDC_PERSON_USER", "ben");
        assertThat(read(Map.of(), person).people())
                .containsExactly(new PersonRule(
                        "https://id.example",
                        Map.of("sub", "1"),
                        Set.of(Role.READER, Role.APPROVER),
                        Optional.of("ben")));
        assertThat(config.routes())
                .containsExactly(
                        new IndexSettings.Route(List.of("torch*"), URI.create("https://torch.example/simple")),
                        new IndexSettings.Route(List.of("a", "b-*"), URI.create("https://other.example/")));
        assertThat(config.claims())
                .containsExactly(
                        new IndexSettings.Claim(List.of("acme-*", "billing"), "team"),
                        new IndexSettings.Claim(List.of("x"), ""));
        assertThat(config.issuers())
                .containsExactly(new OidcIssuer("https://id.example", OidcIssuer.Kind.GENERIC, "waag"));
        WitnessKey witness = NoteSigner.generate("w.example").verifier().witness();
        Files.writeString(
                file,
                "[ledger]\nwitnesses = [{ url = \"https://w.example/witness\", vkey = \"" + witness.vkey() + "\" }]\n");
        assertThat(read(Map.of(), Map.of()).ledger().witnesses())
                .singleElement()
                .satisfies(w -> assertThat(w.url() + " " + w.key().vkey())
                        .isEqualTo("https://w.example/witness " + witness.vkey()));
        Map<String, String> other = Map.of(
                "WAAG_LEDGER_WITNESSES_URL", "https://x.example/w", "WAAG_LEDGER_WITNESSES_VKEY", witness.vkey());
        assertThat(read(Map.of(), other).ledger().witnesses())
                .singleElement()
                .satisfies(w -> assertThat(w.url()).hasToString("https://x.example/w"));
        Map<String, String> environment = new HashMap<>();
        environment.put("WAAG_CLAIM_PROJECTS", "mine-*, yours");
        environment.put("WAAG_CLAIM_OWNER", "us");
        environment.put("WAAG_OIDC_ISSUER_URL", "http://127.0.0.1:8000");
        environment.put("WAAG_OIDC_ISSUER_KIND", "github");
        environment.put("WAAG_OIDC_ISSUER_AUDIENCE", "us");
        environment.put("WAAG_UPSTREAM_ROUTE_PROJECTS", "special");
        environment.put("WAAG_UPSTREAM_ROUTE_URL", "https://special.example/");
        ServerConfig overridden = read(Map.of(), environment);
        assertThat(overridden.issuers())
                .containsExactly(new OidcIssuer("http://127.0.0.1:8000", OidcIssuer.Kind.GITHUB, "us"));
        assertThat(overridden.claims()).containsExactly(new IndexSettings.Claim(List.of("mine-*", "yours"), "us"));
        assertThat(overridden.routes())
                .containsExactly(new IndexSettings.Route(List.of("special"), URI.create("https://special.example/")));
    }

    @Test
    void everyMemberOfThoseTablesIsSettable() {
        // a new member needs a line in the test above
        assertThat(ConfigKeys.members("upstream-route")).containsExactly("projects", "url");
        assertThat(ConfigKeys.members("claim")).containsExactly("projects", "owner");
        assertThat(ConfigKeys.members("ledger.witnesses")).containsExactly("url", "vkey");
        assertThat(ConfigKeys.members("oidc-issuer")).containsExactly("url", "kind", "audience");
        assertThat(ConfigKeys.members("oidc-person")).containsExactly("issuer", "claims", "roles", "user");
    }

    @Test
    void aStorageKeyInAVaultNeedsTheVault() throws Exception {
        assertThat(errors("[storage]\nkey = \"vault\"\n", Map.of()))
                .singleElement()
                .asString()
                .contains("needs [keys.vault] url");
        assertThat(errors("[storage]\nkey = \"drawer\"\n", Map.of()))
                .singleElement()
                .asString()
                .contains("\"file\" or \"vault\"");
    }

    @Test
    void whoVouchesForJobsNeverVouchesForPeople() throws Exception {
        String issuer = "[[oidc-issuer]]\nurl = \"https://id.example\"\nkind = \"%s\"\n";
        String person = "[[oidc-person]]\nissuer = \"https://id.example\"\nclaims = [\"%s\"]\nroles = [\"%s\"]\n";
        assertThat(errors(issuer.formatted("github") + person.formatted("sub=1", "reader"), Map.of()))
                .singleElement()
                .asString()
                .contains("vouches for CI jobs, never for people");
        assertThat(errors(person.formatted("sub=1", "reader"), Map.of()))
                .singleElement()
                .asString()
                .contains("must be the url of an [[oidc-issuer]]");
        assertThat(errors(issuer.formatted("generic") + person.formatted("sub", "reeder"), Map.of()))
                .isNotEmpty();
        assertThat(errors(issuer.formatted("generic") + person.formatted("sub=1", "reeder"), Map.of()))
                .singleElement()
                .asString()
                .contains("did you mean 'reader'?");
    }

    private List<String> errors(String toml, Map<String, String> environment) throws Exception {
        Files.writeString(file, toml);
        try {
            read(Map.of(), environment);
            return List.of();
        } catch (UserException e) {
            assertThat(e.exit()).isEqualTo(Exit.USAGE);
            return new ArrayList<>(List.of(String.valueOf(e.getMessage()).split("\n")));
        }
    }

    @Test
    void allErrorsAreReportedTogetherEachAtItsPlace() throws Exception {
        List<String> errors = errors("""
                listn = "127.0.0.1:80"
                listen = 8080
                public-url = "ftp://x.example"
                [tls]
                certificate = "missing.pem"
                [upstream]
                url = "https://user:secret@"
                refresh = "soon"
                [access]
                read = "everybody"
                hosts = ["a", 1]
                [storage]
                cache-size = "lots"
                [[claim]]
                projects = []
                ownr = "x"
                [[upstream-route]]
                projects = ["*"]
                [policy]
                file = "nothing.toml"
                [nothing]
                """, Map.of("WAAG_LISTEN", "nowhere", "WAAG_CLAIM_PROJECTS", "good, b a d"));
        String at = file + ":";
        assertThat(errors)
                .anyMatch(e -> e.startsWith(at + "1:") && e.contains("'listn'") && e.contains("listen"))
                .anyMatch(e -> e.startsWith(at + "2:") && e.contains("'listen' must be a string"))
                .anyMatch(e -> e.startsWith(at + "3:") && e.contains("no http or https URL"))
                .anyMatch(e -> e.startsWith(at + "5:") && e.contains("missing.pem"))
                .anyMatch(e -> e.startsWith(at + "5:") && e.contains("needs both"))
                .anyMatch(e -> e.startsWith(at + "7:") && e.contains("no http or https URL"))
                .anyMatch(e -> e.startsWith(at + "8:") && e.contains("no duration"))
                .anyMatch(e -> e.startsWith(at + "10:") && e.contains("everybody"))
                .anyMatch(e -> e.startsWith(at + "11:") && e.contains("strings only"))
                .anyMatch(e -> e.startsWith(at + "13:") && e.contains("no size"))
                .anyMatch(e -> e.startsWith(at + "15:") && e.contains("'projects' must be"))
                .anyMatch(e -> e.startsWith(at + "16:") && e.contains("'ownr'") && e.contains("owner"))
                .anyMatch(e -> e.startsWith(at + "17:") && e.contains("'url' must be a string, and it is missing"))
                .anyMatch(e -> e.startsWith(at + "20:") && e.contains("nothing.toml"))
                .anyMatch(e -> e.startsWith(at + "21:") && e.contains("unknown key 'nothing'"))
                .anyMatch(e -> e.startsWith("WAAG_LISTEN: ") && e.contains("nowhere"))
                .anyMatch(e -> e.startsWith("WAAG_CLAIM_PROJECTS: ") && e.contains("'b a d'"))
                .noneMatch(e -> e.contains("secret"));
    }

    @Test
    void valuesThatAreNearlyRightAreRefused() throws Exception {
        for (String wrong : List.of(
                "listen = \"8080\"",
                "listen = \"127.0.0.1:65536\"",
                "listen = \"127.0.0.1:\"",
                "public-url = \"https:///x\"",
                "public-url = \"\"",
                "[storage]\ncache-size = \"999999999999t\"",
                "[storage]\ncache-size = \"-1\"",
                "[upstream]\nrefresh = \"5\"",
                "[advisories]\nsources = [\"missing/\"]",
                "[advisories]\nsources = \"x\"",
                "[advisories]\nsources = [\"https://a b.example/x\"]",
                "[advisories]\nkev = \"missing.json\"",
                "[advisories]\nepss = \"https://a.example/epss.csv.gz\"",
                "[advisories]\nrefresh = \"0s\"",
                "[advisories]\nmax-age = \"old\"",
                "[alerts]\nsmtp = \"http://mail.example\"\nmail-from = \"a@a.example\"\nmail-to = [\"a@a.example\"]",
                "[alerts]\nsmtp = \"smtps://mail.example\"",
                "[alerts]\nmail-from = \"a@a.example\"",
                "[alerts]\nsmtp = \"smtps://mail.example\"\nmail-from = \"nobody\"\nmail-to = [\"a@a.example\"]",
                "[release]\nrequire-stages = [\"a\", \"a\"]",
                "[release]\nstage-keys = [\"none.pem\"]",
                "upstream = 1",
                "claim = \"x\"",
                "[claim]\nprojects = [\"x\"]",
                "[[claim]]\nprojects = [\"*\"]",
                "[[claim]]\nprojects = [\"a b\"]",
                "[upstream.url]\nx = 1",
                "data = \"a\"\ndata = \"b\"",
                "this is no toml")) {
            assertThat(errors(wrong, Map.of()))
                    .as(wrong)
                    .isNotEmpty()
                    .allSatisfy(e -> assertThat(e).startsWith(file + ":"));
        }
        assertThat(errors("", Map.of("WAAG_UPSTREAM_ROUTE_URL", "https://x.example/")))
                .hasSize(1);
        assertThat(errors("", Map.of("WAAG_UPSTREAM_ROUTE_PROJECTS", "x"))).hasSize(1);
    }

    @Test
    void aMisspeltVariableIsNamedAndAnotherProgramsIsLetBe() {
        assertThat(ConfigKeys.misspelt(List.of(
                        "WAAG_UPSTREAM_ULR", "WAAG_TLS_CIPHERS", "WAAG_FLEET", "WAAG_URL", "WAAG_LISTEN", "PATH")))
                .containsExactly(
                        "WAAG_TLS_CIPHERS, which is no setting",
                        "WAAG_UPSTREAM_ULR, which is no setting (did you mean WAAG_UPSTREAM_URL?)");
    }

    @Test
    void aPublicUrlLeavesRoomInAStatusLine() throws Exception {
        assertThat(errors("", Map.of("WAAG_PUBLIC_URL", "https://gate.example/" + "x".repeat(120))))
                .singleElement()
                .asString()
                .contains("120 are the most");
    }

    @Test
    void withoutAnythingThereAreDefaults() {
        ServerConfig config = ConfigReader.read(
                new ConfigReader.Options(Optional.empty(), Map.of()), Map.of("HOME", folder.toString()));
        assertThat(config.data()).isEqualTo(folder.resolve(".local/share/waag"));
        assertThat(config.host() + ":" + config.port()).isEqualTo("127.0.0.1:8080");
        assertThat(config.upstream()).isEmpty();
        assertThat(config.refresh()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.authenticatedRead()).isFalse();
        assertThat(config.policy()).isEmpty();
        assertThat(config.tls()).isEmpty();
        assertThat(config.withoutEffect()).isEmpty();
        ServerConfig xdg = ConfigReader.read(
                new ConfigReader.Options(Optional.empty(), Map.of()),
                Map.of("HOME", "/nowhere", "XDG_DATA_HOME", folder.toString()));
        assertThat(xdg.data()).isEqualTo(folder.resolve("waag"));
    }

    @Test
    void theFileOfTheDataFolderIsReadAndPathsInItAreMeantFromThere() throws Exception {
        Files.writeString(folder.resolve("policy.toml"), "");
        Files.createDirectory(folder.resolve("osv"));
        Files.writeString(file, "[policy]\nfile = \"policy.toml\"\n[advisories]\nsources = [\"osv/\"]");
        ServerConfig config = ConfigReader.read(
                new ConfigReader.Options(Optional.empty(), Map.of("data", folder.toString())), Map.of());
        assertThat(config.policy()).contains(folder.resolve("policy.toml"));
        assertThat(config.advisories().sources())
                .containsExactly(folder.resolve("osv").toString());
        Files.writeString(file, "data = \"sub\"\n");
        assertThat(read(Map.of(), Map.of()).data()).isEqualTo(folder.resolve("sub"));
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        Assertions.assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> ConfigReader.read(
                        new ConfigReader.Options(Optional.of(folder.resolve("none.toml")), Map.of()), Map.of()))
                .withMessageContaining("there is no such file");
    }

    @Test
    void aFileThatIsNotUtf8SaysSo() throws Exception {
        Files.write(file, new byte[] {'#', (byte) 0xe9, '\n'});
        Assertions.assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> read(Map.of(), Map.of()))
                .withMessageContaining(file + ": the configuration file is not in UTF-8");
    }
}
