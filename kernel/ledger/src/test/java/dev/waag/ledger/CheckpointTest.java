package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waag.sign.NoteException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckpointTest {
    /** The text of the example in C2SP tlog-checkpoint. */
    private static final String EXAMPLE = """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
            """;

    @Test
    void readsAndWritesTheSpecificationsExample() throws NoteException {
        Checkpoint checkpoint = Checkpoint.parse(EXAMPLE);
        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20852163);
        assertThat(checkpoint.root()).hasSize(32).startsWith(0x0a, 0xc5, 0x18);
        assertThat(checkpoint.text()).isEqualTo(EXAMPLE);
        assertThat(checkpoint).isEqualTo(new Checkpoint(checkpoint.origin(), 20852163, checkpoint.root()));
    }

    @Test
    void keepsExtensionLines() throws NoteException {
        String text = EXAMPLE + "one\n\u2014 two words\n";
        Checkpoint checkpoint = Checkpoint.parse(text);
        assertThat(checkpoint.extensions()).containsExactly("one", "\u2014 two words");
        assertThat(checkpoint.text()).isEqualTo(text);
        assertThat(checkpoint).isNotEqualTo(Checkpoint.parse(EXAMPLE));
    }

    @Test
    void refusesAnythingElse() {
        for (String text : new String[] {
            "",
            "\n",
            EXAMPLE.strip(),
            EXAMPLE + "\n",
            EXAMPLE.replace("example.com/behind-the-sofa", ""),
            EXAMPLE.replace("20852163", "020852163"),
            EXAMPLE.replace("20852163", "-1"),
            EXAMPLE.replace("20852163", "+1"),
            EXAMPLE.replace("20852163", "0x1"),
            EXAMPLE.replace("20852163", "\u0661"),
            EXAMPLE.replace("20852163", " 1"),
            EXAMPLE.replace("20852163", "9223372036854775808"),
            EXAMPLE.replace("q2I=", "q2I"),
            EXAMPLE.replace("q2I=", "q2J="),
            EXAMPLE.replace("q2I=", ""),
            EXAMPLE.replace("q2I=\n", "q2I=\n\nline\n")
        }) {
            assertThatExceptionOfType(NoteException.class).as(text).isThrownBy(() -> Checkpoint.parse(text));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("", 0, Merkle.EMPTY_ROOT));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("a\nb", 0, Merkle.EMPTY_ROOT));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("a", -1, Merkle.EMPTY_ROOT));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("a", 0, new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("a", 0, Merkle.EMPTY_ROOT, List.of("")));
    }
}
