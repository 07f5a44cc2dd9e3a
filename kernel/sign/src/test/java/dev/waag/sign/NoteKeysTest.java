package dev.waag.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class NoteKeysTest {
    private static final String VKEY = SignedNoteTest.EXAMPLE_VKEY;

    @Test
    void aGeneratedKeySurvivesBothOfItsForms() throws NoteException {
        NoteSigner signer = NoteSigner.generate("packages.example/ledger");
        assertThat(NoteSigner.parse(signer.encode()).verifier()).isEqualTo(signer.verifier());
        assertThat(NoteVerifier.parse(signer.verifier().vkey())).isEqualTo(signer.verifier());
        assertThat(NoteSigner.generate("packages.example/ledger").encode()).isNotEqualTo(signer.encode());
    }

    @Test
    void derivesThePublicKeysOfRfc8032() {
        // RFC 8032 section 7.1, tests 1 to 3.
        assertPublic(
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertPublic(
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assertPublic(
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    }

    @Test
    void takesAKeyOfThePlatform() throws GeneralSecurityException, NoteException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        NoteVerifier verifier = NoteVerifier.ed25519("log.example", pair.getPublic());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        byte[] text = "text\n".getBytes(StandardCharsets.UTF_8);
        signature.update(text);
        assertThat(verifier.verify(text, signature.sign())).isTrue();
        assertThat(verifier.verify(text, new byte[64])).isFalse();
        assertThat(verifier.verify(text, new byte[63])).isFalse();
        assertThat(NoteVerifier.ed25519("log.example", verifier.publicKey())).isEqualTo(verifier);

        KeyPair elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair();
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> NoteVerifier.ed25519("log.example", elliptic.getPublic()))
                .withMessageContaining("EC");
    }

    @Test
    void refusesMalformedPublicKeys() {
        assertNoVerifier("", "name+id+base64");
        assertNoVerifier("PeterNeumann+c74f20a3", "name+id+base64");
        assertNoVerifier(VKEY.replace("PeterNeumann", ""), "name");
        assertNoVerifier(VKEY.replace("PeterNeumann", "Peter Neumann"), "name");
        assertNoVerifier(VKEY.replace("PeterNeumann", "Peter\u00a0Neumann"), "name");
        assertNoVerifier(VKEY.replace("PeterNeumann", "EnochRoot"), "id");
        assertNoVerifier(VKEY.replace("c74f20a3", "c74f20a4"), "id");
        assertNoVerifier(VKEY.replace("c74f20a3", "C74F20A3"), "hexadecimal");
        assertNoVerifier(VKEY.replace("+ARpc", "+AZpc"), "id");
        assertNoVerifier(VKEY.replace("+ARpc", "+Bhpc"), "Ed25519");
        assertNoVerifier(VKEY + "\n", "base64");
        assertNoVerifier(VKEY.substring(0, VKEY.length() - 4), "32 bytes");
        assertNoVerifier("PeterNeumann+c74f20a3+", "Ed25519");
    }

    @Test
    void refusesBytesThatAreNoPointOfTheCurve() {
        byte[] off = HexFormat.of().parseHex("0200000000000000000000000000000000000000000000000000000000000000");
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> NoteVerifier.ed25519("log.example", off))
                .withMessageContaining("not an Ed25519 public key");
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> NoteVerifier.ed25519("log.example", new byte[31]));
    }

    @Test
    void refusesMalformedPrivateKeys() {
        for (String skey : new String[] {
            "", VKEY, "PRIVATE+KEY+" + VKEY, SignedNoteTest.EXAMPLE_SKEY.replace("c74f20a3", "c74f20a4")
        }) {
            assertThatExceptionOfType(NoteException.class).isThrownBy(() -> NoteSigner.parse(skey));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> NoteSigner.generate("two words"));
    }

    @Test
    void aPrivateKeyIsNeverPrinted() throws NoteException {
        NoteSigner signer = NoteSigner.parse(SignedNoteTest.EXAMPLE_SKEY);
        assertThat(signer.toString()).isEqualTo("PeterNeumann+c74f20a3 [REDACTED]");
    }

    private static void assertPublic(String seed, String expected) {
        assertThat(Ed25519.publicOf(HexFormat.of().parseHex(seed)))
                .isEqualTo(HexFormat.of().parseHex(expected));
    }

    private static void assertNoVerifier(String vkey, String reason) {
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> NoteVerifier.parse(vkey))
                .withMessageContaining(reason);
    }
}
