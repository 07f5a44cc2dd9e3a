package dev.waag.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.testkit.OidcProvider;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** People who come with an identity of an issuer, and who is kept out. */
final class PeopleTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Desk desk;

    @SuppressWarnings("NullAway.Init") // made before each test
    private OidcProvider login;

    @SuppressWarnings("NullAway.Init") // made before each test
    private OidcProvider forge;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Fetcher fetcher;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Issuers issuers;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Credentials door;

    @BeforeEach
    void start() throws Exception {
        desk = new Desk(root);
        login = new OidcProvider("login", desk.clock);
        forge = new OidcProvider("forge", desk.clock);
        fetcher = new Fetcher(FetchSettings.fromEnvironment(Map.of(), List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(URI.create(login.url()), URI.create(forge.url()))));
        issuers = new Issuers(
                List.of(
                        new OidcIssuer(login.url(), OidcIssuer.Kind.GENERIC, "waag"),
                        new OidcIssuer(forge.url(), OidcIssuer.Kind.GITHUB, "waag")),
                Set.of(login.url()),
                fetcher,
                desk.clock);
        door = open();
    }

    private Credentials open() {
        List<PersonRule> rules = List.of(
                new PersonRule(login.url(), Map.of("groups", "release-team"), Set.of(Role.APPROVER), Optional.empty()),
                new PersonRule(
                        login.url(), Map.of("email", "ann@acme.example"), Set.of(Role.PUBLISHER), Optional.of("ann")));
        return desk.credentials.with(new People(desk.accounts, issuers, rules, desk.clock));
    }

    @AfterEach
    void stop() throws Exception {
        fetcher.close();
        login.close();
        forge.close();
        desk.close();
    }

    private static Map<String, Object> claims(Object... all) {
        Map<String, Object> claims = new LinkedHashMap<>(Map.of("aud", "waag", "sub", "4711"));
        for (int i = 0; i < all.length; i += 2) {
            claims.put(String.valueOf(all[i]), all[i + 1]);
        }
        return claims;
    }

    private Principal enters(String identity) {
        return ((Known.As) door.of("Bearer " + identity)).principal();
    }

    private String denied(String identity) {
        return ((Known.Denied) door.of("Bearer " + identity)).why();
    }

    private List<JsonNode> entries(String change) throws Exception {
        return desk.entries().stream()
                .filter(e -> e.path("change").asString("").equals(change))
                .toList();
    }

    @Test
    void rolesComeFromTheConfiguration() throws Exception {
        String identity = login.identity(claims("groups", List.of("staff", "release-team")));
        Principal who = enters(identity);
        assertThat(who.kind()).isEqualTo(Principal.Kind.PERSON);
        assertThat(who.roles()).containsExactly(Role.APPROVER);
        assertThat(who.name()).startsWith("oidc:4711@127.0.0.1:");
        assertThat(who.may(Permission.APPROVE)).isTrue();
        assertThat(who.may(Permission.PUBLISH)).isFalse();
        assertThat(Duties.whyNotApprove(who, List.of(), List.of())).isEmpty();
    }

    @Test
    void aSessionIsOneEntryHoweverOftenItIsUsed() throws Exception {
        String identity = login.identity(claims("groups", List.of("release-team")));
        assertThat(door.waits("Bearer " + identity)).isTrue();
        enters(identity);
        assertThat(door.waits("Bearer " + identity)).isFalse();
        enters(identity);
        door = open(); // as after a restart
        enters(identity);
        List<JsonNode> sessions = entries("session");
        assertThat(sessions).hasSize(1);
        assertThat(sessions.getFirst().path("roles").toString()).isEqualTo("[\"approver\"]");
        assertThat(sessions.getFirst().path("actor").asString())
                .isEqualTo(enters(identity).name());
        for (JsonNode entry : desk.entries()) {
            assertThat(entry.toString()).doesNotContain(identity.substring(identity.lastIndexOf('.') + 1));
        }
    }

    @Test
    void aSessionEndsWithTheIdentityAndWhenItIsRevoked() throws Exception {
        String identity = login.identity("ec", claims("groups", List.of("release-team")), Map.of());
        Principal who = enters(identity);
        assertThat(desk.accounts.revokeToken(who.tokenId().orElseThrow(), Desk.ADMIN))
                .isTrue();
        assertThat(door.of("Bearer " + identity)).isInstanceOf(Known.Over.class);
        assertThat(door.of("Bearer " + otherForm(identity))).isInstanceOf(Known.Over.class);
        door = open();
        assertThat(door.of("Bearer " + identity)).isInstanceOf(Known.Over.class);
        String brief = login.identity(claims("groups", List.of("release-team")));
        enters(brief);
        desk.clock.advance(Duration.ofMinutes(6));
        assertThat(door.of("Bearer " + brief)).isInstanceOf(Known.Over.class);
        door = open();
        assertThat(denied(brief)).contains("expired");
    }

    /** The other of the two signatures that an elliptic curve has for the same. */
    private static String otherForm(String identity) {
        byte[] signature = Base64.getUrlDecoder().decode(identity.substring(identity.lastIndexOf('.') + 1));
        BigInteger order = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        byte[] s = order.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)))
                .toByteArray();
        byte[] other = Arrays.copyOf(signature, 64);
        Arrays.fill(other, 32, 64, (byte) 0);
        int length = Math.min(32, s.length);
        System.arraycopy(s, s.length - length, other, 64 - length, length);
        return identity.substring(0, identity.lastIndexOf('.') + 1) + OidcProvider.base64(other);
    }

    @Test
    void aPersonWhoIsAUserIsOnePersonToTheSeparationOfDuties() throws Exception {
        Principal ann = enters(login.identity(
                claims("email", "ann@acme.example", "email_verified", true, "groups", List.of("release-team"))));
        assertThat(ann.name()).isEqualTo("ann");
        assertThat(ann.roles()).containsExactlyInAnyOrder(Role.APPROVER, Role.PUBLISHER);
        Doer token = new Doer("ann", Principal.Kind.TOKEN, "another");
        assertThat(Duties.whyNotApprove(ann, List.of(token), List.of())).isPresent();
    }

    @Test
    void anAddressThatNobodyVerifiedGivesNoRole() {
        assertThat(denied(login.identity(claims("email", "ann@acme.example")))).contains("gives this identity a role");
        assertThat(denied(login.identity(claims("email", "ann@acme.example", "email_verified", false))))
                .contains("gives this identity a role");
    }

    @Test
    void ciJobsAreNoPeople() {
        assertThat(denied(forge.identity(claims("repository", "acme/widget", "groups", List.of("release-team")))))
                .contains("CI job");
        assertThat(denied(login.identity(claims("project_path", "acme/widget", "groups", List.of("release-team")))))
                .contains("CI job");
    }

    @Test
    void peopleGetNoTokenOfCiJobs() throws Exception {
        Publishers publishers = Publishers.open(desk.accounts, issuers, desk.database, desk.clock, project -> false);
        assertThatExceptionOfType(Accounts.Refused.class)
                .isThrownBy(() -> publishers.add(
                        List.of("acme-widget"),
                        login.url(),
                        Map.of("sub", "4711"),
                        Optional.empty(),
                        false,
                        Desk.ADMIN))
                .withMessageContaining("vouches for people");
        assertThat(publishers.mint(login.identity(claims("groups", List.of("release-team")))))
                .isInstanceOfSatisfying(
                        Publishers.Refused.class, r -> assertThat(r.code()).isEqualTo("invalid-publisher"));
    }

    @Test
    void whatIsForgedOrMeantForOthersIsDenied() {
        Map<String, Object> right = claims("groups", List.of("release-team"));
        String good = login.identity(right);
        assertThat(denied(good.substring(0, good.length() - 8) + "AAAAAAAA")).contains("signature");
        assertThat(denied(login.identity(claims("groups", List.of("release-team"), "aud", "other"))))
                .contains("audience");
        assertThat(denied(login.identity(claims("groups", List.of("release-team"), "exp", 1000))))
                .contains("expired");
        assertThat(door.of("Bearer " + login.identity("rsa", right, Map.of("alg", "none"))))
                .isEqualTo(new Known.Wrong(Optional.empty(), false));
        assertThat(denied(login.identity("rsa", right, Map.of("alg", "HS256")))).contains("algorithm");
        assertThat(denied(login.identity(claims("groups", "release-team-of-others"))))
                .contains("gives this identity");
        assertThat(denied(login.identity(claims("groups", List.of("release-team"), "sub", ""))))
                .contains("no sub");
        assertThat(door.of("Bearer " + forge.identity(claims("iss", "https://stranger.example"))))
                .isEqualTo(new Known.Wrong(Optional.empty(), false));
    }

    @Test
    void anIssuerThatIsDownIsNoRefusalForGood() {
        login.down(true);
        assertThat(door.of("Bearer " + login.identity(claims("groups", List.of("release-team")))))
                .isInstanceOfSatisfying(
                        Known.Denied.class, d -> assertThat(d.later()).isTrue());
    }

    @Test
    void aRuleWithoutAClaimWouldLetEverybodyIn() {
        assertThat(new PersonRule(login.url(), Map.of(), Set.of(Role.READER), Optional.empty()).fault())
                .isPresent();
        assertThat(new PersonRule(login.url(), Map.of("groups", "a"), Set.of(Role.READER), Optional.of("ann")).fault())
                .isPresent();
        assertThat(new PersonRule(login.url(), Map.of("sub", "1"), Set.of(Role.READER), Optional.of("admin")).fault())
                .isPresent();
        assertThat(new PersonRule(login.url(), Map.of("sub", "1"), Set.of(Role.READER), Optional.of("ann")).fault())
                .isEmpty();
    }
}
