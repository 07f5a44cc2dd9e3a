package dev.waag.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LinkChainTest {
    private static final List<String> LINE = List.of("generate", "test", "build");
    private static final String WHEEL = "acme-1.0-py3-none-any.whl";

    private static Sha256 sha(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Sha256> files(String... pathsAndContents) {
        Map<String, Sha256> files = new TreeMap<>();
        for (int i = 0; i < pathsAndContents.length; i += 2) {
            files.put(pathsAndContents[i], sha(pathsAndContents[i + 1]));
        }
        return files;
    }

    private static Link link(String name, Map<String, Sha256> materials, Map<String, Sha256> products) {
        return new Link(name, List.of("make", name), materials, products);
    }

    private static Map<String, Link> whole() {
        Map<String, Link> links = new LinkedHashMap<>();
        links.put("generate", link("generate", files("src/a", "1"), files("work/b", "2")));
        links.put("test", link("test", files("src/a", "1", "work/b", "2"), files()));
        links.put("build", link("build", files("src/a", "1", "work/b", "2"), files("dist/" + WHEEL, "3")));
        return links;
    }

    private static List<LinkChain.Gap> gaps(Map<String, Link> links, String content) {
        return new LinkChain(LINE, links).gaps(WHEEL, sha(content));
    }

    @Test
    void aWholeLineHasNoGap() {
        assertThat(gaps(whole(), "3")).isEmpty();
        assertThat(new LinkChain(List.of(), whole()).gaps(WHEEL, sha("3"))).isEmpty();
    }

    @Test
    void aStageThatTookSomethingElseThanWasMadeIsNamed() {
        Map<String, Link> links = whole();
        links.put("build", link("build", files("work/b", "changed"), files("dist/" + WHEEL, "3")));
        assertThat(gaps(links, "3")).singleElement().satisfies(g -> {
            assertThat(g.stage()).isEqualTo("build");
            assertThat(g.message()).contains("work/b").contains("'generate' had made it");
            assertThat(g.help()).contains("from 'generate'");
        });
        assertThat(new LinkChain(List.of("build"), links).gaps(WHEEL, sha("3")))
                .as("the maker's place in the line is not known")
                .hasSize(1);
    }

    @Test
    void twoStagesThatLookedAtDifferentSourcesAreNamed() {
        Map<String, Link> links = whole();
        links.put("build", link("build", files("src/a", "changed", "work/b", "2"), files("dist/" + WHEEL, "3")));
        assertThat(gaps(links, "3"))
                .singleElement()
                .satisfies(g -> assertThat(g.message()).contains("another src/a than the stage 'generate'"));
    }

    @Test
    void theFileIsWhatWasMadeLastUnderItsName() {
        assertThat(gaps(whole(), "other"))
                .singleElement()
                .satisfies(g -> assertThat(g.message())
                        .contains("'build' made " + WHEEL)
                        .contains("what was published"));
        Map<String, Link> links = whole();
        links.put("sign", link("sign", files("dist/" + WHEEL, "3"), files("signed/" + WHEEL, "4")));
        LinkChain chain = new LinkChain(List.of("generate", "test", "build", "sign"), links);
        assertThat(chain.gaps(WHEEL, sha("4"))).isEmpty();
        assertThat(chain.gaps(WHEEL, sha("3")))
                .as("taken before the last stage")
                .hasSize(1);
    }

    @Test
    void linksOfAnotherReleaseSayNothingAboutTheFile() {
        assertThat(new LinkChain(LINE, whole()).gaps("other-1.0.tar.gz", sha("other")))
                .singleElement()
                .satisfies(g -> assertThat(g.message()).contains("no output of any stage"));
        assertThat(new LinkChain(LINE, Map.of()).gaps(WHEEL, sha("3"))).hasSize(1);
    }

    @Test
    void aLinkReadsAsItIsWritten() {
        Link link = link("build", files("src/a", "1"), files("dist/" + WHEEL, "3"));
        assertThat(Link.parse(link.bytes())).contains(link);
        assertThat(Link.parse("{\"_type\":\"layout\"}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
