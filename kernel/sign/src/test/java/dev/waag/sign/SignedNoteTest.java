package dev.waag.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignedNoteTest {
    /** The example of golang.org/x/mod/sumdb/note (note.go and example_test.go, v0.42.0), which the package comment quotes. */
    static final String EXAMPLE_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    static final String EXAMPLE_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    static final String EXAMPLE_TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    static final String EXAMPLE_LINE = "\u2014 PeterNeumann"
            + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    static final String EXAMPLE_NOTE = EXAMPLE_TEXT + "\n" + EXAMPLE_LINE;

    /** The same text signed by a second key that was generated from zeros, from the same file. */
    static final String SECOND_LINE = "\u2014 EnochRoot"
            + " rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private static final NoteSigner SIGNER = NoteSigner.generate("log.example");

    @Test
    void signsThePublishedExampleToTheByte() throws NoteException {
        NoteSigner signer = NoteSigner.parse(EXAMPLE_SKEY);
        assertThat(signer.sign(EXAMPLE_TEXT)).isEqualTo(EXAMPLE_NOTE);
        assertThat(signer.verifier().vkey()).isEqualTo(EXAMPLE_VKEY);
        assertThat(signer.encode()).isEqualTo(EXAMPLE_SKEY);
    }

    @Test
    void opensThePublishedExample() throws NoteException {
        NoteVerifier key = NoteVerifier.parse(EXAMPLE_VKEY);
        SignedNote.Verified opened = verified(EXAMPLE_NOTE, List.of(key));
        assertThat(opened.text()).isEqualTo(EXAMPLE_TEXT);
        assertThat(opened.sigs()).singleElement().satisfies(s -> {
            assertThat(s.name()).isEqualTo("PeterNeumann");
            assertThat(s.keyId()).isEqualTo(0xc74f20a3);
            assertThat(key.verify(EXAMPLE_TEXT.getBytes(StandardCharsets.UTF_8), s.signature()))
                    .isTrue();
        });
        assertThat(opened.unverified()).isEmpty();
    }

    @Test
    void verifiesTheSecondPublishedSignature() throws NoteException {
        NoteSigner zeros = NoteSigner.parse(
                "PRIVATE+KEY+EnochRoot+" + "af0cfe78" + "+" + StrictBase64.encode(prepend((byte) 1, new byte[32])));
        assertThat(zeros.sign(EXAMPLE_TEXT)).isEqualTo(EXAMPLE_TEXT + "\n" + SECOND_LINE);
        SignedNote.Verified opened =
                verified(EXAMPLE_NOTE + SECOND_LINE, List.of(zeros.verifier(), NoteVerifier.parse(EXAMPLE_VKEY)));
        assertThat(opened.sigs()).extracting(NoteSignature::name).containsExactly("PeterNeumann", "EnochRoot");
    }

    @Test
    void keepsSignaturesOfUnknownKeysApart() throws NoteException {
        SignedNote.Verified opened = verified(EXAMPLE_NOTE + SECOND_LINE, List.of(NoteVerifier.parse(EXAMPLE_VKEY)));
        assertThat(opened.sigs()).extracting(NoteSignature::name).containsExactly("PeterNeumann");
        assertThat(opened.unverified()).extracting(NoteSignature::name).containsExactly("EnochRoot");
    }

    @Test
    void rejectsANoteThatNoKnownKeySigned() {
        assertRejected(EXAMPLE_NOTE, List.of(SIGNER.verifier()), "no known key");
        assertRejected(EXAMPLE_NOTE, List.of(), "no known key");
    }

    @Test
    void ignoresAKeyThatSharesOnlyTheName() throws NoteException {
        NoteVerifier same = NoteSigner.generate("PeterNeumann").verifier();
        assertRejected(EXAMPLE_NOTE, List.of(same), "no known key");
        assertThat(verified(EXAMPLE_NOTE, List.of(same, NoteVerifier.parse(EXAMPLE_VKEY)))
                        .sigs())
                .hasSize(1);
    }

    @Test
    void rejectsTheWholeNoteForOneWrongSignatureOfAKnownKey() throws NoteException {
        NoteSigner other = NoteSigner.generate("other.example");
        String wrong = other.sign("another text\n");
        String line = wrong.substring(wrong.indexOf("\n\n") + 2);
        assertRejected(
                EXAMPLE_NOTE + line, List.of(NoteVerifier.parse(EXAMPLE_VKEY), other.verifier()), "other.example");
    }

    @Test
    void countsARepeatedSignatureOnce() throws NoteException {
        assertThat(verified(EXAMPLE_NOTE + EXAMPLE_LINE, List.of(NoteVerifier.parse(EXAMPLE_VKEY)))
                        .sigs())
                .hasSize(1);
    }

    @Test
    void everyChangedCharacterOfTextOrSignatureIsRejected() throws NoteException {
        List<NoteVerifier> keys = List.of(NoteVerifier.parse(EXAMPLE_VKEY));
        for (int i = 0; i < EXAMPLE_NOTE.length(); i++) {
            char changed = EXAMPLE_NOTE.charAt(i) == 'B' ? 'C' : 'B';
            String note = EXAMPLE_NOTE.substring(0, i) + changed + EXAMPLE_NOTE.substring(i + 1);
            assertThat(SignedNote.open(note, keys)).as("character %d", i).isInstanceOf(SignedNote.Rejected.class);
        }
    }

    @Test
    void takesATextWithEmptyLines() {
        String text = "one\n\n\ntwo\n";
        assertThat(verified(SIGNER.sign(text), List.of(SIGNER.verifier())).text())
                .isEqualTo(text);
    }

    @Test
    void rejectsMalformedNotes() {
        List<NoteVerifier> keys = List.of(SIGNER.verifier());
        String good = SIGNER.sign("text\n");
        String line = good.substring(good.indexOf("\n\n") + 2);
        assertRejected("", keys, "empty line");
        assertRejected("text\n" + line, keys, "empty line");
        assertRejected("text\n\n", keys, "signature line");
        assertRejected(good.substring(0, good.length() - 1), keys, "newline");
        assertRejected(good + "\n", keys, "signature line");
        assertRejected("te\rxt\n\n" + line, keys, "control character");
        assertRejected("te\ud800xt\n\n" + line, keys, "Unicode");
        assertRejected("text\n\n" + line.replace("\u2014", "-"), keys, "em dash");
        assertRejected("text\n\n" + line.replace("=", ""), keys, "base64");
        assertRejected("text\n\n\u2014 log.example AAAA\n", keys, "too short");
        assertRejected("text\n\n\u2014 log+example AAAAAAAA\n", keys, "em dash");
        assertRejected("text\n\n\u2014  AAAAAAAA\n", keys, "em dash");
        assertRejected("text\n\n" + line.repeat(SignedNote.MAX_SIGNATURES + 1), keys, "more than");
        assertRejected("x".repeat(SignedNote.MAX_LENGTH), keys, "empty line");
        assertRejected("x".repeat(SignedNote.MAX_LENGTH + 1), keys, "longer");
    }

    @Test
    void signsOnlyWhatCanBeOpened() {
        for (String text : new String[] {"", "no newline", "tab\t\n", "half a pair \udc00\n"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> SIGNER.sign(text));
        }
    }

    private static SignedNote.Verified verified(String note, Collection<NoteVerifier> keys) {
        SignedNote.Result result = SignedNote.open(note, keys);
        assertThat(result).isInstanceOf(SignedNote.Verified.class);
        return (SignedNote.Verified) result;
    }

    private static void assertRejected(String note, Collection<NoteVerifier> keys, String reason) {
        assertThat(SignedNote.open(note, keys))
                .isInstanceOfSatisfying(
                        SignedNote.Rejected.class, r -> assertThat(r.reason()).contains(reason));
    }

    private static byte[] prepend(byte first, byte[] rest) {
        byte[] all = new byte[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
