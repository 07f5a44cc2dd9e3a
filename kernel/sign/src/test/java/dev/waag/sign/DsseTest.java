package dev.waag.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DsseTest {
    private static final byte[] PAYLOAD = "hello world".getBytes(StandardCharsets.UTF_8);
    private static final String TYPE = "http://example.com/HelloWorld";

    private final PrivateSigner ed = PrivateSigner.generate(KeyAlgorithm.ED25519);
    private final PrivateSigner ec = PrivateSigner.generate(KeyAlgorithm.ECDSA_P256);

    @Test
    void paeIsThatOfTheSpecificationsExample() {
        assertThat(new String(new Dsse(TYPE, PAYLOAD, List.of()).pae(), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void whatEachAlgorithmSignedComesBackVerified() throws NoteException {
        for (PrivateSigner signer : List.of(ed, ec)) {
            Dsse read = Dsse.parse(Dsse.sign(TYPE, PAYLOAD, signer).toJson());
            assertThat(read.payload()).isEqualTo(PAYLOAD);
            assertThat(read.verify(List.of(ed.publicKey(), ec.publicKey())))
                    .isEqualTo(new Dsse.Verified(read, List.of(signer.publicKey())));
        }
    }

    @Test
    void severalSignersAreEachFound() {
        Dsse both = Dsse.sign(TYPE, PAYLOAD, ed, ec, ed);
        assertThat(both.verify(List.of(ed.publicKey(), ec.publicKey())))
                .isEqualTo(new Dsse.Verified(both, List.of(ed.publicKey(), ec.publicKey())));
    }

    @Test
    void anotherTypePayloadKeyOrNoSignatureIsRejected() {
        Dsse signed = Dsse.sign(TYPE, PAYLOAD, ed);
        List<VerifyKey> keys = List.of(ed.publicKey());
        assertThat(new Dsse("text/plain", PAYLOAD, signed.signatures()).verify(keys))
                .isInstanceOf(Dsse.Rejected.class);
        assertThat(new Dsse(TYPE, new byte[] {1}, signed.signatures()).verify(keys))
                .isInstanceOf(Dsse.Rejected.class);
        assertThat(new Dsse(TYPE, PAYLOAD, List.of()).verify(keys)).isInstanceOf(Dsse.Rejected.class);
        assertThat(signed.verify(List.of(ec.publicKey()))).isInstanceOf(Dsse.Rejected.class);
        assertThat(signed.verify(List.of())).isInstanceOf(Dsse.Rejected.class);
    }

    @Test
    void aStrangersSignatureUnderATrustedKeysIdIsRejected() {
        Dsse forged = new Dsse(
                TYPE,
                PAYLOAD,
                List.of(new Dsse.Signature(
                        ed.keyId(),
                        Dsse.sign(TYPE, PAYLOAD, ec).signatures().getFirst().sig())));
        assertThat(forged.verify(List.of(ed.publicKey())))
                .isEqualTo(new Dsse.Rejected("the signature is not that of the trusted key that it names"));
    }

    @Test
    void readsOneDocumentOrOneALine() throws NoteException {
        String one = Dsse.sign(TYPE, PAYLOAD, ed).toJson();
        assertThat(Dsse.parseAll(one + "\n" + one + "\n")).hasSize(2);
        assertThat(Dsse.parseAll(one.replace("{", "{\n"))).hasSize(1);
        assertThatThrownBy(() -> Dsse.parseAll(" \n")).isInstanceOf(NoteException.class);
    }

    @Test
    void whatIsNoEnvelopeIsSaidSo() {
        for (String wrong : List.of(
                "",
                "[]",
                "{}",
                "{\"payload\":\"!\",\"payloadType\":\"t\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":{}}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"keyid\":\"a\"}]}")) {
            assertThatThrownBy(() -> Dsse.parse(wrong)).as(wrong).isInstanceOf(NoteException.class);
        }
    }
}
