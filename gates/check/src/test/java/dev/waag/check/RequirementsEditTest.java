package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.lock.LockContext;
import dev.waag.lock.LockException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequirementsEditTest {
    private static final String A = "sha256:" + "a".repeat(64);
    private static final String B = "sha256:" + "b".repeat(64);
    private static final String C = "sha256:" + "c".repeat(64);
    private static final String D = "sha256:" + "d".repeat(64);

    @Test
    void keepsContinuationsCommentsAndIndentation() throws LockException {
        String before = "# pinned\n\nkaas==1.0 \\\n    --hash=" + A + " \\\n    --hash=" + B
                + "\n    # via -r requirements.in\nbrood==2.0 \\\n    --hash=" + C + "\n";
        String after = edit(before, new RequirementsEdit.Change(3, "1.0", "1.1", List.of(D, C)));
        assertThat(after)
                .isEqualTo("# pinned\n\nkaas==1.1 \\\n    --hash=" + C + " \\\n    --hash=" + D
                        + "\n    # via -r requirements.in\nbrood==2.0 \\\n    --hash=" + C + "\n");
    }

    @Test
    void keepsLineEndsOfWindowsAndAMissingLastOne() throws LockException {
        String before = "kaas==1.0 \\\r\n  --hash=" + A + "\r\nbrood==2.0";
        String after = edit(before, new RequirementsEdit.Change(1, "1.0", "1.1", List.of(C, B)));
        assertThat(after).isEqualTo("kaas==1.1 \\\r\n  --hash=" + B + " \\\r\n  --hash=" + C + "\r\nbrood==2.0");
    }

    @Test
    void writesSeveralHashesOnOneLineWhereOneStoodThere() throws LockException {
        String before = "kaas[melk] == 1.0 ; python_version > '3' --hash=" + A + "  # old\n";
        String after = edit(before, new RequirementsEdit.Change(1, "1.0", "1.1", List.of(B, C)));
        assertThat(after)
                .isEqualTo("kaas[melk] == 1.1 ; python_version > '3' --hash=" + B + " --hash=" + C + "  # old\n");
    }

    @Test
    void leavesTheHashesOfAPinWithoutAny() throws LockException {
        assertThat(edit("kaas==1.0 # 1.0 for now\n", new RequirementsEdit.Change(1, "1.0", "1.1", List.of())))
                .isEqualTo("kaas==1.1 # 1.0 for now\n");
    }

    @Test
    void changesSeveralPinsAtOnce() throws LockException {
        String before = "kaas==1.0 --hash=" + A + "\nbrood==1.0 --hash=" + A + "\n";
        assertThat(edit(
                        before,
                        new RequirementsEdit.Change(1, "1.0", "1.1", List.of(B)),
                        new RequirementsEdit.Change(2, "1.0", "3", List.of(C))))
                .isEqualTo("kaas==1.1 --hash=" + B + "\nbrood==3 --hash=" + C + "\n");
    }

    @Test
    void keepsOtherEncodings() throws LockException {
        String latin = "# gemaakt in Curaçao\nkaas==1.0\n";
        Charset charset = StandardCharsets.ISO_8859_1;
        byte[] coded = ("# coding: latin-1\n" + latin).getBytes(charset);
        byte[] after = apply(coded, new RequirementsEdit.Change(3, "1.0", "1.1", List.of()));
        assertThat(new String(after, charset)).isEqualTo("# coding: latin-1\n# gemaakt in Curaçao\nkaas==1.1\n");
        byte[] wide = "\ufeffkaas==1.0\r\n".getBytes(StandardCharsets.UTF_16LE);
        assertThat(apply(wide, new RequirementsEdit.Change(1, "1.0", "1.1", List.of())))
                .isEqualTo("\ufeffkaas==1.1\r\n".getBytes(StandardCharsets.UTF_16LE));
    }

    @Test
    void countsLinesAsPipDoes() throws LockException {
        assertThat(edit("# a\u2028# b\u000c# c\nkaas==1.0\n", new RequirementsEdit.Change(4, "1.0", "1.1", List.of())))
                .isEqualTo("# a\u2028# b\u000c# c\nkaas==1.1\n");
    }

    @Test
    void refusesAVersionThatDoesNotStandThere() {
        assertThatThrownBy(() -> edit("kaas>=1.0\n", new RequirementsEdit.Change(1, "1.0", "1.1", List.of())))
                .isInstanceOf(LockException.class)
                .hasMessageContaining("no '==1.0' stands there");
        // 1.0 is not 1.0.1
        assertThatThrownBy(() -> edit("kaas==1.0.1\n", new RequirementsEdit.Change(1, "1.0", "1.1", List.of())))
                .isInstanceOf(LockException.class);
    }

    @Test
    void refusesWhatItCannotReadBackAsMeant() {
        // an option that pip takes in a shortened form, which is not where the edit looks
        String before = "kaas==1.0 --has " + A + "\n";
        assertThatThrownBy(() -> edit(before, new RequirementsEdit.Change(1, "1.0", "1.1", List.of(B))))
                .isInstanceOf(LockException.class)
                .hasMessageContaining("nothing was changed");
    }

    private static String edit(String text, RequirementsEdit.Change... changes) throws LockException {
        return new String(apply(text.getBytes(StandardCharsets.UTF_8), changes), StandardCharsets.UTF_8);
    }

    private static byte[] apply(byte[] content, RequirementsEdit.Change... changes) throws LockException {
        return RequirementsEdit.apply("requirements.txt", content, List.of(changes), LockContext.ALONE);
    }
}
