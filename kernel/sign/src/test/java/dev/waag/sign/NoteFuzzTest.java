package dev.waag.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever the bytes, the parsers answer or refuse; what they accept, they write again as it was. */
final class NoteFuzzTest {
    @FuzzTest
    void note(byte[] bytes) throws NoteException {
        String note = new String(bytes, StandardCharsets.UTF_8);
        List<NoteVerifier> keys = List.of(NoteVerifier.parse(SignedNoteTest.EXAMPLE_VKEY));
        if (SignedNote.open(note, keys) instanceof SignedNote.Verified opened) {
            assertThat(opened.sigs()).hasSize(1);
            assertThat(note).startsWith(opened.text() + "\n\u2014 ");
            assertThat(opened.text()).isEqualTo(SignedNoteTest.EXAMPLE_TEXT);
        }
    }

    @FuzzTest
    void publicKey(byte[] bytes) {
        String vkey = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertThat(NoteVerifier.parse(vkey).vkey()).isEqualTo(vkey);
        } catch (NoteException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest
    void privateKey(byte[] bytes) {
        String skey = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertThat(NoteSigner.parse(skey).encode()).isEqualTo(skey);
        } catch (NoteException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
