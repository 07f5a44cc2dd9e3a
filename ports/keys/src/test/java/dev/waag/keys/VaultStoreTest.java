package dev.waag.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.TrustSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultStoreTest {
    private static final byte[] PAYLOAD = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private KeySettings settings(TransitServer vault, String token) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), token + "\n");
        return new KeySettings(
                Optional.empty(), Optional.of(new KeySettings.Vault(vault.url(), "transit", file)), Map.of());
    }

    private static NewKey key(String name, KeyAlgorithm algorithm) {
        return new NewKey(name, algorithm, "release", NewKey.VALIDITY, OptionalInt.empty(), "vault");
    }

    @Test
    void theVaultMakesSignsAndDestroys() throws Exception {
        try (TransitServer vault = new TransitServer();
                Ring ring = new Ring(folder.resolve("data"), settings(vault, TransitServer.TOKEN))) {
            for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
                String name = algorithm.word();
                ring.keys().generate(key(name, algorithm));
                Dsse signed = Dsse.sign(Dsse.IN_TOTO, PAYLOAD, ring.keys().signer(name));
                assertThat(TrustSet.ofRoot(ring.keys().root(), ring.now()).verify(signed, ring.now(), Optional.empty()))
                        .isInstanceOf(TrustSet.Verified.class);
                ring.keys().rotate(name);
                assertThat(vault.keys())
                        .as("the old one is gone, the new one there")
                        .hasSize(1);
                assertThat(ring.keys().list().getLast().store()).hasValue("vault");
                ring.keys().revoke(name, "");
                assertThat(vault.keys()).isEmpty();
            }
            assertThat(vault.asked()).anyMatch(a -> a.startsWith("POST sign/") && a.endsWith("/sha2-256"));
        }
    }

    @Test
    void aVaultThatRefusesOrIsGoneIsSaidSoAndNothingChanges() throws Exception {
        try (TransitServer vault = new TransitServer();
                Ring ring = new Ring(folder.resolve("data"), settings(vault, "wrong"))) {
            long version = ring.keys().root().version();
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> ring.keys().generate(key("a", KeyAlgorithm.ED25519)))
                    .satisfies(e -> assertThat(e.render()).contains("403").doesNotContain("wrong"))
                    .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE));
            assertThat(ring.keys().root().version()).isEqualTo(version);
        }
    }

    @Test
    void aVaultThatSignsWithAnotherKeyIsCaught() throws Exception {
        try (TransitServer vault = new TransitServer();
                Ring ring = new Ring(folder.resolve("data"), settings(vault, TransitServer.TOKEN))) {
            ring.keys().generate(key("a", KeyAlgorithm.ED25519));
            ring.keys().generate(key("b", KeyAlgorithm.ED25519));
            String one = vault.keys().keySet().stream()
                    .filter(k -> k.startsWith("waag-a-"))
                    .findFirst()
                    .orElseThrow();
            String other = vault.keys().keySet().stream()
                    .filter(k -> k.startsWith("waag-b-"))
                    .findFirst()
                    .orElseThrow();
            vault.keys().put(one, vault.keys().get(other));
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> ring.keys().signer("a").sign(PAYLOAD))
                    .withMessageContaining("does not verify");
        }
    }
}
