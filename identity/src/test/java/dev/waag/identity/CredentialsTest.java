package dev.waag.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @Test
    void theAdministratorsTokenIsMadeOnceAndKeptForItsOwnerAlone() throws Exception {
        String token;
        Path file = root.resolve("admin-token");
        try (Desk desk = new Desk(root)) {
            token = desk.credentials.madeNow().orElseThrow();
            assertThat(Files.readString(file).strip()).isEqualTo(token);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (Desk again = new Desk(root)) {
            assertThat(again.credentials.madeNow()).isEmpty();
            assertThat(again.principal(token)).isEqualTo(Desk.ADMIN);
        }
    }

    @Test
    void onlyTheTokenIsTheToken() throws Exception {
        try (Desk desk = new Desk(root)) {
            String token = desk.credentials.madeNow().orElseThrow();
            assertThat(desk.credentials.of(null)).isEqualTo(new Known.As(Principal.ANONYMOUS));
            assertThat(desk.credentials.of("")).isEqualTo(new Known.As(Principal.ANONYMOUS));
            assertThat(desk.credentials.of(Desk.basic("anybody:" + token))).isEqualTo(new Known.As(Desk.ADMIN));
            for (String wrong : List.of(
                    "Bearer",
                    "Bearer x",
                    "Bearer " + token + "x",
                    "Bearer " + token.substring(1),
                    "Digest " + token,
                    "Basic " + token,
                    Desk.basic(token),
                    Desk.basic("a:"),
                    token)) {
                assertThat(desk.credentials.of(wrong)).as(wrong).isInstanceOf(Known.Wrong.class);
            }
        }
    }

    @Test
    void anEmptyTokenFileMakesNobodyTheAdministrator() throws Exception {
        Files.writeString(root.resolve("admin-token"), "\n");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Desk(root))
                .withMessageContaining("holds no token");
    }

    @Test
    void aUsersTokenHasTheRolesThatTheUserHasNow() throws Exception {
        try (Desk desk = new Desk(root)) {
            Accounts.Fresh ann = desk.token("ann", Role.PUBLISHER);
            Principal p = desk.principal(ann.secret());
            assertThat(p.name()).isEqualTo("ann");
            assertThat(p.kind()).isEqualTo(Principal.Kind.TOKEN);
            assertThat(p.permissions())
                    .containsExactlyInAnyOrder(Permission.READ, Permission.RECEIPT, Permission.PUBLISH);
            assertThat(desk.accounts.lastUse(ann.token().id())).contains(desk.clock.instant());
            desk.accounts.setRoles("ann", Set.of(Role.READER), Desk.ADMIN);
            assertThat(desk.principal(ann.secret()).may(Permission.PUBLISH)).isFalse();
            desk.accounts.removeUser("ann", Desk.ADMIN);
            assertThat(desk.known(ann.secret())).isInstanceOf(Known.Over.class);
        }
    }

    @Test
    void isLimitedToProjectsAndActions() throws Exception {
        try (Desk desk = new Desk(root)) {
            desk.accounts.addUser("ann", Set.of(Role.PUBLISHER, Role.APPROVER), Desk.ADMIN);
            Accounts.Fresh narrow = desk.accounts.createToken(
                    "ann",
                    List.of("Acme_Widget", "acme-tool-*"),
                    Set.of(Permission.PUBLISH, Permission.KEYS),
                    Optional.empty(),
                    Desk.ADMIN);
            Principal p = desk.principal(narrow.secret());
            assertThat(p.permissions()).containsExactlyInAnyOrder(Permission.READ, Permission.PUBLISH);
            assertThat(p.may(Permission.PUBLISH, project("acme-widget"))).isTrue();
            assertThat(p.may(Permission.PUBLISH, project("acme-tool-x"))).isTrue();
            assertThat(p.may(Permission.PUBLISH, project("acme-widget-x"))).isFalse();
            assertThat(p.may(Permission.APPROVE, project("acme-widget"))).isFalse();
        }
    }

    private static dev.waag.python.ProjectName project(String name) {
        return dev.waag.python.ProjectName.parse(name).orElseThrow();
    }

    @Test
    void endsWhenItExpiresOrIsRevokedAndSaysSo() throws Exception {
        try (Desk desk = new Desk(root)) {
            desk.accounts.addUser("ann", Set.of(Role.READER), Desk.ADMIN);
            Accounts.Fresh brief = desk.accounts.createToken(
                    "ann",
                    List.of(),
                    Set.of(),
                    Optional.of(desk.clock.instant().plus(Duration.ofHours(1))),
                    Desk.ADMIN);
            Accounts.Fresh revoked = desk.token("ann");
            assertThat(desk.known(brief.secret())).isInstanceOf(Known.As.class);
            assertThat(desk.accounts.revokeToken(revoked.token().id(), Desk.ADMIN))
                    .isTrue();
            assertThat(desk.accounts.revokeToken(revoked.token().id(), Desk.ADMIN))
                    .isFalse();
            assertThat(desk.known(revoked.secret()))
                    .isEqualTo(new Known.Over("ann", revoked.token().id(), "it was revoked"));
            desk.clock.advance(Duration.ofHours(1));
            assertThat(desk.known(brief.secret()))
                    .isEqualTo(new Known.Over("ann", brief.token().id(), "it expired at " + desk.clock.instant()));
        }
    }

    @Test
    void survivesARestartAndIsNowhereInTheClear() throws Exception {
        String secret;
        try (Desk desk = new Desk(root)) {
            Accounts.Fresh fresh = desk.token("ann", Role.PUBLISHER);
            secret = fresh.secret();
            assertThat(fresh.toString()).doesNotContain(secret);
            assertThat(desk.entries().toString())
                    .contains("user-added", "created", fresh.token().id())
                    .doesNotContain(secret)
                    .doesNotContain(fresh.token().hash().hex());
        }
        try (Desk again = new Desk(root)) {
            assertThat(again.principal(secret).name()).isEqualTo("ann");
        }
        String random = secret.substring(16);
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(random);
            }
        }
    }

    @Test
    void aTokensTextIsRecognisedAndChecked() {
        TokenText text = TokenText.make(TokenText.freshId());
        assertThat(text.text()).matches("waag_[a-z0-9]{10}_[0-9A-Za-z]{49}");
        assertThat(TokenText.parse(text.text())).contains(text);
        assertThat(text.toString()).doesNotContain(text.text().substring(16));
        assertThat(text.hash()).isEqualTo(Sha256.of(text.text().getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < text.text().length(); i++) {
            char other = text.text().charAt(i) == 'a' ? 'b' : 'a';
            String wrong = text.text().substring(0, i) + other + text.text().substring(i + 1);
            assertThat(TokenText.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void aWrongTokenNamesTheOneThatItPretendsToBe() throws Exception {
        try (Desk desk = new Desk(root)) {
            Accounts.Fresh ann = desk.token("ann", Role.READER);
            String id = ann.token().id();
            assertThat(desk.known(TokenText.make(id).text())).isEqualTo(new Known.Wrong(Optional.of(id), true));
            assertThat(desk.known(TokenText.make("0123456789").text()))
                    .isEqualTo(new Known.Wrong(Optional.empty(), true));
            assertThat(desk.known("waag_nonsense")).isEqualTo(new Known.Wrong(Optional.empty(), true));
            assertThat(desk.known("other_nonsense")).isEqualTo(new Known.Wrong(Optional.empty(), false));
        }
    }

    @Test
    void usersAreNamedOnceAndPlainly() throws Exception {
        try (Desk desk = new Desk(root)) {
            desk.accounts.addUser("ann", Set.of(Role.READER), Desk.ADMIN);
            for (String name : List.of("ann", "admin", "anonymous", "waag", "Ann", "a b", "", "a/b", "github:x")) {
                assertThatExceptionOfType(Accounts.Refused.class)
                        .as(name)
                        .isThrownBy(() -> desk.accounts.addUser(name, Set.of(Role.READER), Desk.ADMIN));
            }
            assertThatExceptionOfType(Accounts.Refused.class).isThrownBy(() -> desk.token("nobody-knows"));
        }
    }
}
