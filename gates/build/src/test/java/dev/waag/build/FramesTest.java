package dev.waag.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes out of the sandbox is read as if an attacker had written it. */
final class FramesTest {
    @Test
    void answersFilesAndTheEndAreRead() throws Exception {
        String text = """
            {"step":"get_requires_for_build_sdist","answer":["a>=1"]}
            {"step":"build_sdist","file":"a-1.tar.gz","size":3}
            abc{"end":true,"tried":[{"host":"files.example","port":443},{"host":"x.example","port":null}],"disk_free":9,"cpu_s":0.5}
            """;
        Frames f = Frames.parse(text.getBytes(UTF_8));
        assertThat(f.ended()).isTrue();
        assertThat(f.answers()).containsEntry("get_requires_for_build_sdist", List.of("a>=1"));
        assertThat(f.made().orElseThrow().content()).isEqualTo("abc".getBytes(UTF_8));
        assertThat(f.tried())
                .extracting(HookRun.Tried::toString)
                .containsExactly("files.example:443", "x.example (its name was looked up)");
    }

    @Test
    void whatIsCutShortOrMadeUpIsRefused() {
        for (String text : List.of(
                "{\"step\"",
                "not json\n",
                "{\"step\":\"x\",\"file\":\"f\",\"size\":99}\nabc",
                "{\"file\":\"f\",\"size\":-1}\n")) {
            assertThatThrownBy(() -> Frames.parse(text.getBytes(UTF_8)))
                    .as(text)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRunWithoutItsLastWordHasNotEnded() throws Exception {
        assertThat(Frames.parse("{\"step\":\"build_sdist\",\"exit\":1}\n".getBytes(UTF_8))
                        .ended())
                .isFalse();
    }
}
