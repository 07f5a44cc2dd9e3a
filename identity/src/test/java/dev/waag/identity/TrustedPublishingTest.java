package dev.waag.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Json;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.python.ProjectName;
import dev.waag.testkit.OidcProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identities of CI jobs against the attacks on them, each by name. */
final class TrustedPublishingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Desk desk;

    @SuppressWarnings("NullAway.Init") // made before each test
    private OidcProvider github;

    @SuppressWarnings("NullAway.Init") // made before each test
    private OidcProvider gitlab;

    @SuppressWarnings("NullAway.Init") // made before each test
    private OidcProvider other;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Fetcher fetcher;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Publishers publishers;

    private final Set<ProjectName> begun = new HashSet<>();

    @BeforeEach
    void start() throws Exception {
        desk = new Desk(root);
        github = new OidcProvider("github", desk.clock);
        gitlab = new OidcProvider("gitlab", desk.clock);
        other = new OidcProvider("other", desk.clock);
        fetcher = new Fetcher(FetchSettings.fromEnvironment(Map.of(), List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(URI.create(github.url()), URI.create(gitlab.url()), URI.create(other.url()))));
        publishers = open();
    }

    private Publishers open() throws Exception {
        Issuers issuers = new Issuers(
                List.of(
                        new OidcIssuer(github.url(), OidcIssuer.Kind.GITHUB, "waag"),
                        new OidcIssuer(gitlab.url(), OidcIssuer.Kind.GITLAB, "waag"),
                        new OidcIssuer(other.url(), OidcIssuer.Kind.GENERIC, "waag")),
                fetcher,
                desk.clock);
        return Publishers.open(desk.accounts, issuers, desk.database, desk.clock, begun::contains);
    }

    @AfterEach
    void stop() throws Exception {
        fetcher.close();
        github.close();
        gitlab.close();
        other.close();
        desk.close();
    }

    private static Map<String, Object> claims(Object... more) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", "waag");
        claims.put("sub", "repo:acme/widget:ref:refs/tags/v1.0");
        claims.put("repository", "acme/widget");
        claims.put("repository_owner", "acme");
        claims.put("repository_owner_id", "4711");
        claims.put("job_workflow_ref", "acme/widget/.github/workflows/release.yml@refs/tags/v1.0");
        claims.put("workflow_ref", "acme/widget/.github/workflows/release.yml@refs/tags/v1.0");
        claims.put("ref", "refs/tags/v1.0");
        claims.put("sha", "a".repeat(40));
        claims.put("event_name", "release");
        for (int i = 0; i < more.length; i += 2) {
            claims.put(String.valueOf(more[i]), more[i + 1]);
        }
        return claims;
    }

    private Publisher add(String environment, String... more) throws Exception {
        Map<String, String> asked = new HashMap<>(Map.of("repository", "acme/widget", "workflow", "release.yml"));
        for (int i = 0; i < more.length; i += 2) {
            asked.put(more[i], more[i + 1]);
        }
        return publishers.add(
                List.of("Acme_Widget"),
                github.url(),
                asked,
                environment.isEmpty() ? Optional.empty() : Optional.of(environment),
                false,
                Desk.ADMIN);
    }

    private String mint(String identity) throws Exception {
        return switch (publishers.mint(identity)) {
            case Publishers.Minted minted -> minted.fresh().secret();
            case Publishers.Refused refused -> refused.code();
        };
    }

    private String why(String identity) throws Exception {
        return publishers.mint(identity) instanceof Publishers.Refused r ? r.code() + " " + r.why() : "minted";
    }

    @Test
    void theRightJobGetsATokenForItsProjectsAndAQuarterOfAnHour() throws Exception {
        Publisher publisher = add("");
        String token = mint(github.identity(claims()));
        Principal job = desk.principal(token);
        assertThat(job.name()).isEqualTo("github:acme/widget");
        assertThat(job.kind()).isEqualTo(Principal.Kind.CI);
        assertThat(job.projects()).containsExactly("acme-widget");
        assertThat(job.may(Permission.PUBLISH, new ProjectName("acme-widget"))).isTrue();
        assertThat(job.may(Permission.PUBLISH, new ProjectName("acme-other"))).isFalse();
        assertThat(job.may(Permission.APPROVE)).isFalse();
        assertThat(job.claims()).containsEntry("sha", "a".repeat(40)).containsEntry("publisher", publisher.id());
        assertThat(publishers.all().getFirst().owner()).contains("4711");
        assertThat(desk.entries().toString()).contains("publisher-added", "github:acme/widget");
        desk.clock.advance(Duration.ofMinutes(15));
        assertThat(desk.known(token)).isInstanceOf(Known.Over.class);
    }

    @Test
    void aTokenIsGoodForOneReleaseOfAProject() throws Exception {
        add("");
        Principal job = desk.principal(mint(github.identity(claims())));
        assertThat(bind(job, "1.0")).isTrue();
        assertThat(bind(job, "1.0")).as("another file of it").isTrue();
        assertThat(bind(job, "1.1")).isFalse();
        assertThat(bind(Desk.ADMIN, "1.1")).isTrue();
    }

    private boolean bind(Principal who, String version) throws Exception {
        return desk.database.write(c -> desk.accounts.bind(c, who, "acme-widget", version));
    }

    @Test
    void replayed() throws Exception {
        add("");
        String identity = github.identity(claims());
        assertThat(mint(identity)).startsWith("waag_");
        assertThat(mint(identity)).isEqualTo("invalid-reuse-token");
        publishers = open();
        assertThat(mint(identity)).as("after a restart").isEqualTo("invalid-reuse-token");
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
    }

    @Test
    void expiredNotYetGoodOrGoodForTooLong() throws Exception {
        add("");
        long now = desk.clock.instant().getEpochSecond();
        assertThat(why(github.identity(claims("exp", now))))
                .startsWith("invalid-token")
                .contains("expired");
        assertThat(why(github.identity(claims("exp", now - 60)))).contains("expired");
        assertThat(why(github.identity(claims("nbf", now + 120)))).contains("not good yet");
        assertThat(why(github.identity(claims("iat", now + 120, "exp", now + 300))))
                .contains("not good yet");
        assertThat(why(github.identity(claims("exp", now + 90_000)))).contains("longer than");
        assertThat(why(github.identity(claims("exp", "")))).startsWith("invalid-token");
        assertThat(why(github.identity(claims("iat", "")))).startsWith("invalid-token");
        assertThat(why(github.identity(claims("jti", "")))).contains("no id");
    }

    @Test
    void wrongAudience() throws Exception {
        add("");
        for (Object audience : List.of("other", "Waag", List.of("waag", "other"), List.of())) {
            assertThat(why(github.identity(claims("aud", audience))))
                    .as("%s", audience)
                    .startsWith("invalid-token")
                    .contains("audience");
        }
        assertThat(mint(github.identity(claims("aud", "")))).isEqualTo("invalid-token");
    }

    @Test
    void wrongIssuer() throws Exception {
        add("");
        assertThat(why(github.identity(claims("iss", "http://127.0.0.1:1")))).contains("unknown trusted publishing");
        assertThat(why(github.identity(claims("iss", "")))).contains("unknown trusted publishing");
        assertThat(mint(other.identity(claims("iss", github.url()))))
                .as("signed by somebody else")
                .isEqualTo("invalid-token");
        assertThat(mint(other.identity(claims())))
                .as("another one that is known")
                .isEqualTo("invalid-publisher");
    }

    @Test
    void otherWorkflow() throws Exception {
        add("");
        for (String workflow : List.of(
                "acme/widget/.github/workflows/evil.yml@refs/tags/v1.0",
                "acme/widget/.github/workflows/sub/release.yml@refs/tags/v1.0",
                "acme/widget/.github/workflows/release.yml@refs/heads/other",
                "acme/widget/.github/workflows/release.yml",
                "acme/widget/.github/workflows/Release.yml@refs/tags/v1.0",
                "acme/evil/.github/workflows/release.yml@refs/tags/v1.0",
                "acme/widget/.github/workflows/evil.yml@release.yml@refs/tags/v1.0",
                "xacme/widget/.github/workflows/release.yml@refs/tags/v1.0")) {
            assertThat(why(github.identity(claims("job_workflow_ref", workflow))))
                    .as(workflow)
                    .startsWith("invalid-publisher")
                    .contains("workflow");
        }
        assertThat(mint(github.identity(claims("job_workflow_ref", "", "workflow_ref", ""))))
                .isEqualTo("invalid-publisher");
        String bySha = "acme/widget/.github/workflows/release.yml@" + "a".repeat(40);
        assertThat(mint(github.identity(claims("job_workflow_ref", bySha, "ref", ""))))
                .startsWith("waag_");
    }

    @Test
    void otherEnvironment() throws Exception {
        add("pypi");
        assertThat(why(github.identity(claims()))).contains("environment");
        assertThat(mint(github.identity(claims("environment", "staging")))).isEqualTo("invalid-publisher");
        assertThat(mint(github.identity(claims("environment", "PyPI")))).startsWith("waag_");
    }

    @Test
    void renamedOwner() throws Exception {
        add("");
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
        assertThat(why(github.identity(claims("repository_owner_id", "666"))))
                .startsWith("invalid-publisher")
                .contains("is another");
        assertThat(mint(github.identity(claims("repository_owner_id", "")))).isEqualTo("invalid-publisher");
    }

    @Test
    void renamedOwnerThatIsNamedFromTheBeginning() throws Exception {
        add("", "repository_owner_id", "4711");
        assertThat(mint(github.identity(claims("repository_owner_id", "666")))).isEqualTo("invalid-publisher");
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
    }

    @Test
    void fork() throws Exception {
        add("");
        assertThat(mint(github.identity(claims(
                        "repository",
                        "mallory/widget",
                        "repository_owner",
                        "mallory",
                        "job_workflow_ref",
                        "mallory/widget/.github/workflows/release.yml@refs/tags/v1.0"))))
                .isEqualTo("invalid-publisher");
        assertThat(mint(github.identity(claims("repository", "mallory/widget"))))
                .isEqualTo("invalid-publisher");
        assertThat(mint(github.identity(claims("sub", "repo:mallory/widget:pull_request"))))
                .isEqualTo("invalid-publisher");
        assertThat(mint(github.identity(claims("repository", "ACME/Widget")))).startsWith("waag_");
    }

    @Test
    void pullRequestTarget() throws Exception {
        add("");
        assertThat(why(github.identity(claims("event_name", "pull_request_target"))))
                .startsWith("invalid-publisher")
                .contains("pull_request_target");
    }

    @Test
    void algorithmNone() throws Exception {
        add("");
        for (String none : List.of("none", "None", "NONE")) {
            String signed = github.signed("rsa", claims(), Map.of("alg", none));
            assertThat(mint(signed + ".")).isIn("invalid-payload", "invalid-token");
            assertThat(mint(github.identity("rsa", claims(), Map.of("alg", none))))
                    .isIn("invalid-payload", "invalid-token");
        }
    }

    @Test
    void publicKeyAsAnHmacSecret() throws Exception {
        add("");
        byte[] jwk = Json.MAPPER.writeValueAsBytes(github.jwk("rsa"));
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(github.publicKey("rsa"))
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(github.publicKey("rsa"), jwk, pem.getBytes(StandardCharsets.US_ASCII))) {
            String signed = github.signed("rsa", claims(), Map.of("alg", "HS256"));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String forged = signed + "." + OidcProvider.base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
            assertThat(why(forged)).startsWith("invalid-token").contains("algorithm");
        }
    }

    @Test
    void keysInTheHeaderAreNotLookedAt() throws Exception {
        add("");
        other.rsaKey("mine");
        int asked = other.requests().size();
        for (Map<String, Object> header : List.<Map<String, Object>>of(
                Map.of("jwk", other.jwk("mine"), "kid", "rsa"),
                Map.of("jku", other.url() + "/jwks", "kid", "rsa"),
                Map.of("x5u", other.url() + "/chain.pem", "kid", "rsa"),
                Map.of("jwk", other.jwk("mine"), "kid", "mine"))) {
            assertThat(mint(other.identity("mine", claims("iss", github.url()), header)))
                    .as("%s", header)
                    .isEqualTo("invalid-token");
        }
        assertThat(other.requests()).hasSize(asked);
    }

    @Test
    void keyIdInjection() throws Exception {
        add("");
        for (String id : List.of(
                "../../../../dev/null",
                "' OR 1=1 --",
                "rsa\u0000",
                "http://evil.example/key",
                "%72sa",
                "RSA",
                "x".repeat(5000))) {
            assertThat(mint(github.identity("rsa", claims(), Map.of("kid", id))))
                    .as(id)
                    .isEqualTo("invalid-token");
            desk.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(github.requests()).allMatch(p -> p.equals("/jwks") || p.startsWith("/.well-known/"));
        assertThat(mint(github.identity("rsa", claims(), Map.of("kid", ""))))
                .as("no id, where there are several keys")
                .isEqualTo("invalid-token");
    }

    @Test
    void algorithmAndKeyMustFit() throws Exception {
        add("");
        assertThat(mint(github.identity("ec", claims(), Map.of()))).startsWith("waag_");
        for (String algorithm : List.of("RS512", "PS256", "ES384", "ES256", "EdDSA", "HS512")) {
            assertThat(mint(github.identity("rsa", claims(), Map.of("alg", algorithm))))
                    .as(algorithm)
                    .isEqualTo("invalid-token");
        }
        assertThat(mint(github.identity("rsa", claims(), Map.of("typ", "at+jwt"))))
                .isEqualTo("invalid-token");
        assertThat(mint(github.identity("rsa", claims(), Map.of("crit", List.of("exp"), "exp", 1))))
                .isIn("invalid-token", "invalid-payload");
        github.weakRsaKey("weak");
        github.publish("weak");
        assertThat(mint(github.identity("weak", claims(), Map.of()))).isEqualTo("invalid-token");
    }

    @Test
    void whatIsNoTokenAtAll() throws Exception {
        for (String text : List.of(
                "",
                ".",
                "..",
                "a.b.c",
                "waag_x",
                "x".repeat(20_000),
                "e30.e30.e30",
                "\u0000",
                "....",
                "{}",
                "eyJ.eyJ.")) {
            assertThat(mint(text)).as(text).isEqualTo("invalid-payload");
        }
    }

    @Test
    void keysRotateAndAreAskedForNoMoreOftenThanNeeded() throws Exception {
        add("");
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
        assertThat(keyRequests()).isEqualTo(1);
        github.rsaKey("next");
        github.publish("next");
        assertThat(mint(github.identity("next", claims(), Map.of()))).startsWith("waag_");
        assertThat(keyRequests()).isEqualTo(2);
        assertThat(mint(github.identity(claims()))).as("the old one").isEqualTo("invalid-token");
        for (int i = 0; i < 50; i++) {
            assertThat(mint(github.identity("next", claims(), Map.of("kid", "k" + i))))
                    .isEqualTo("invalid-token");
        }
        assertThat(keyRequests()).isLessThanOrEqualTo(IssuerKeys.BURST);
        desk.clock.advance(IssuerKeys.REFILL);
        github.rsaKey("third");
        github.publish("third");
        assertThat(mint(github.identity("third", claims(), Map.of()))).startsWith("waag_");
    }

    private long keyRequests() {
        return github.requests().stream().filter("/jwks"::equals).count();
    }

    @Test
    void anIssuerThatIsDownIsNoReasonForAWhile() throws Exception {
        add("");
        github.down(true);
        assertThat(mint(github.identity(claims()))).isEqualTo("issuer-unavailable");
        github.down(false);
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
        github.down(true);
        desk.clock.advance(IssuerKeys.FRESH);
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
        desk.clock.advance(IssuerKeys.STALE);
        assertThat(mint(github.identity(claims()))).isEqualTo("issuer-unavailable");
    }

    @Test
    void gitlabJobs() throws Exception {
        publishers.add(
                List.of("acme-widget"),
                gitlab.url(),
                Map.of("repository", "acme/sub/widget", "workflow", "ci/release.yml"),
                Optional.empty(),
                false,
                Desk.ADMIN);
        Map<String, Object> right = new LinkedHashMap<>();
        right.put("aud", "waag");
        right.put("sub", "project_path:acme/sub/widget:ref_type:branch:ref:main");
        right.put("project_path", "acme/sub/widget");
        right.put("namespace_id", "4711");
        right.put("ref_path", "refs/heads/main");
        right.put("sha", "b".repeat(40));
        right.put("ci_config_ref_uri", "gitlab.example/acme/sub/widget//ci/release.yml@refs/heads/main");
        assertThat(desk.principal(mint(gitlab.identity(right))).name()).isEqualTo("gitlab:acme/sub/widget");
        Map<String, Object> wrong = new LinkedHashMap<>();
        wrong.put("project_path", "mallory/widget");
        wrong.put("ci_config_ref_uri", "gitlab.example/acme/sub/widget//ci/evil.yml@refs/heads/main");
        wrong.put("ref_path", "refs/heads/other");
        wrong.put("namespace_id", "666");
        wrong.put("sub", "project_path:mallory/widget:ref_type:branch:ref:main");
        wrong.forEach((name, value) -> {
            Map<String, Object> claims = new LinkedHashMap<>(right);
            claims.put(name, value);
            try {
                assertThat(mint(gitlab.identity(claims))).as(name).isEqualTo("invalid-publisher");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void otherIssuersAreComparedClaimByClaim() throws Exception {
        publishers.add(
                List.of("acme-widget"),
                other.url(),
                Map.of("sub", "build-7", "team", "release"),
                Optional.empty(),
                false,
                Desk.ADMIN);
        Map<String, Object> right = Map.of("aud", "waag", "sub", "build-7", "team", "release");
        assertThat(mint(other.identity(right))).startsWith("waag_");
        assertThat(mint(other.identity(Map.of("aud", "waag", "sub", "build-7", "team", "Release"))))
                .isEqualTo("invalid-publisher");
        assertThat(mint(other.identity(Map.of("aud", "waag", "sub", "build-7"))))
                .isEqualTo("invalid-publisher");
        String once = other.identity(Map.of("aud", "waag", "sub", "build-7", "team", "release", "jti", ""));
        assertThat(mint(once)).startsWith("waag_");
        assertThat(mint(once)).as("without an id it is good once too").isEqualTo("invalid-reuse-token");
    }

    @Test
    void aPendingPublisherBeginsItsProjectAtItsFirstUseAlone() throws Exception {
        Publisher pending = publishers.add(
                List.of("acme-new"),
                github.url(),
                Map.of("repository", "acme/widget", "workflow", "release.yml"),
                Optional.empty(),
                true,
                Desk.ADMIN);
        assertThat(pending.pending()).isTrue();
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
        assertThat(publishers.all().getFirst().pending()).isFalse();
        begun.add(new ProjectName("acme-new"));
        assertThat(mint(github.identity(claims()))).startsWith("waag_");
        publishers.revoke(pending.id(), Desk.ADMIN);
        publishers.add(
                List.of("acme-new"),
                github.url(),
                Map.of("repository", "acme/widget", "workflow", "release.yml"),
                Optional.empty(),
                true,
                Desk.ADMIN);
        assertThat(mint(github.identity(claims()))).isEqualTo("invalid-pending-publisher");
    }

    @Test
    void aRevokedPublisherTakesItsTokensWithIt() throws Exception {
        Publisher publisher = add("");
        String token = mint(github.identity(claims()));
        assertThat(publishers.revoke(publisher.id(), Desk.ADMIN)).isTrue();
        assertThat(publishers.revoke(publisher.id(), Desk.ADMIN)).isFalse();
        assertThat(desk.known(token)).isInstanceOf(Known.Over.class);
        assertThat(mint(github.identity(claims()))).isEqualTo("invalid-publisher");
    }

    @Test
    void mistakesInPublishersAreNamed() {
        for (Map<String, String> claims : List.of(
                Map.of("repository", "acme/widget"),
                Map.of("workflow", "release.yml"),
                Map.of("repository", "acme", "workflow", "release.yml"),
                Map.of("repository", "acme/widget", "workflow", ""))) {
            assertThatExceptionOfType(Accounts.Refused.class)
                    .as("%s", claims)
                    .isThrownBy(() ->
                            publishers.add(List.of("a"), github.url(), claims, Optional.empty(), false, Desk.ADMIN));
        }
        assertThatExceptionOfType(Accounts.Refused.class)
                .isThrownBy(() -> publishers.add(
                        List.of("a"), "https://other.example", Map.of("sub", "x"), Optional.empty(), false, Desk.ADMIN))
                .withMessageContaining("oidc-issuer");
    }

    @Test
    void aJobFindsItsOwnIdentity() throws Exception {
        github.job(claims("aud", ""));
        AmbientIdentity job = new AmbientIdentity(github.githubJob());
        assertThat(job.present("waag")).isTrue();
        add("");
        assertThat(mint(job.find("waag").orElseThrow())).startsWith("waag_");
        assertThat(new AmbientIdentity(Map.of()).find("waag")).isEmpty();
        AmbientIdentity inGitlab =
                new AmbientIdentity(Map.of("GITLAB_CI", "true", "WAAG_EXAMPLE_ID_TOKEN", "the identity"));
        assertThat(inGitlab.find("waag.example")).contains("the identity");
        assertThat(new AmbientIdentity(Map.of("WAAG_EXAMPLE_ID_TOKEN", "x")).find("waag.example"))
                .isEmpty();
    }

    @Test
    void onlyHttpsOrThisMachineMayVouch() {
        for (String right : List.of("https://a.example", "http://127.0.0.1:80", "http://localhost", "http://[::1]:1")) {
            assertThat(OidcIssuer.mayVouch(URI.create(right))).as(right).isTrue();
        }
        for (String wrong : List.of(
                "http://a.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "ftp://a.example",
                "https://user@a.example",
                "http://10.0.0.1")) {
            assertThat(OidcIssuer.mayVouch(URI.create(wrong))).as(wrong).isFalse();
        }
    }
}
