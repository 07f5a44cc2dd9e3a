package dev.waag.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerifyKeyTest {
    private static final String ED = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAaa42HJqDKKGvCLrQ1pvnHqJXn5h1iForGXcFWN1cTjk=
            -----END PUBLIC KEY-----
            """;
    private static final String ED_ID = "5d7b945cb51332f98d87b52aff2ea75a67069b81f7f7bed80232290e9a52bb43";

    private static final String EC = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEXyV+sBhJyk/HvpFYGA5qKNhXwIgc
            K2pe3mmPjzmAfS3wlRj1+Xv+pZi+HjH9e9zavKEzJhjlYArgsNRTRjJZ8g==
            -----END PUBLIC KEY-----
            """;
    private static final String EC_ID = "57d31650158da6ca2426d9cefe8a2661ca54725e357f87b3d7b7982f87bfefa4";

    @Test
    void pemAndKeyObjectGiveTheSameKeyBack() throws NoteException {
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            VerifyKey key = PrivateSigner.generate(algorithm).publicKey();
            assertThat(VerifyKey.parsePem(key.pem())).containsExactly(key);
            assertThat(VerifyKey.parse(key.toJson())).isEqualTo(key);
            assertThat(key.algorithm()).isEqualTo(algorithm);
            assertThat(key.keyId()).matches("[0-9a-f]{64}");
        }
    }

    /** The ids that securesystemslib 1.3 computes for these keys ({@code SSlibKey.from_crypto(key).keyid}). */
    @Test
    void keyIdsAreThoseOfSecuresystemslib() throws NoteException {
        assertThat(VerifyKey.parsePem(ED).getFirst().keyId()).isEqualTo(ED_ID);
        assertThat(VerifyKey.parsePem(EC).getFirst().keyId()).isEqualTo(EC_ID);
    }

    @Test
    void aPrivateKeyAnotherCurveOrAPointOffTheCurveIsRefused() {
        byte[] off = PrivateSigner.generate(KeyAlgorithm.ECDSA_P256).publicKey().spki();
        off[off.length - 1] ^= 1;
        assertThatThrownBy(() -> VerifyKey.ofSpki(off)).isInstanceOf(NoteException.class);
        assertThatThrownBy(() -> VerifyKey.ofSpki(new byte[44])).isInstanceOf(NoteException.class);
        assertThatThrownBy(() -> VerifyKey.parsePem("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"))
                .hasMessageContaining("private");
        assertThatThrownBy(() -> VerifyKey.parsePem("none")).isInstanceOf(NoteException.class);
    }

    @Test
    void canonicalJsonSortsAndEscapesAsTheReferenceDoes() throws NoteException {
        assertThat(new String(
                        CanonicalJson.of(
                                Json.MAPPER.readTree(
                                        "{\"b\": [1, true, null, \"q\\\"\\\\\\n\"], \"a\": {}, \"\\ud83d\\ude00\": -3, \"\\uffee\": []}")),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":{},\"b\":[1,true,null,\"q\\\"\\\\\n\"],\"\uffee\":[],\"\ud83d\ude00\":-3}");
        assertThatThrownBy(() -> CanonicalJson.of(Json.MAPPER.readTree("1.5"))).isInstanceOf(NoteException.class);
    }
}
