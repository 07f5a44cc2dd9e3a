package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CoreMetadataTest {
    @Test
    void readsEveryField() {
        CoreMetadata metadata = parse("""
                Metadata-Version: 2.4
                Name: Demo.Project
                Version: 1.0
                Summary: A demo
                Author: Ann
                Author-email: ann@demo.example
                Maintainer: Bob
                Maintainer-email: bob@demo.example
                License: MIT
                License-Expression: MIT OR Apache-2.0
                License-File: LICENSE
                License-File: NOTICE
                Classifier: Programming Language :: Python
                Classifier: Topic :: Utilities
                Keywords: a,b
                Home-page: https://demo.example
                Download-URL: https://demo.example/d
                Project-URL: Source, https://demo.example/s,x
                Project-URL: Source, https://other.example/
                Project-URL: no comma
                Requires-Python: >=3.9
                Requires-Dist: a>=1
                requires-dist: b[x] ; extra == "y"
                Provides-Extra: y
                Dynamic: License
                Description-Content-Type: text/markdown

                # Demo

                Text: here
                """);
        assertThat(metadata.metadataVersion()).isEqualTo("2.4");
        assertThat(metadata.name()).isEqualTo("Demo.Project");
        assertThat(metadata.version()).isEqualTo("1.0");
        assertThat(metadata.summary()).isEqualTo("A demo");
        assertThat(metadata.author()).isEqualTo("Ann");
        assertThat(metadata.authorEmail()).isEqualTo("ann@demo.example");
        assertThat(metadata.maintainer()).isEqualTo("Bob");
        assertThat(metadata.maintainerEmail()).isEqualTo("bob@demo.example");
        assertThat(metadata.licence()).isEqualTo("MIT");
        assertThat(metadata.licenceExpression()).isEqualTo("MIT OR Apache-2.0");
        assertThat(metadata.licenceFiles()).containsExactly("LICENSE", "NOTICE");
        assertThat(metadata.classifiers()).containsExactly("Programming Language :: Python", "Topic :: Utilities");
        assertThat(metadata.keywords()).isEqualTo("a,b");
        assertThat(metadata.homePage()).isEqualTo("https://demo.example");
        assertThat(metadata.downloadUrl()).isEqualTo("https://demo.example/d");
        assertThat(metadata.projectUrls()).isEqualTo(Map.of("Source", "https://demo.example/s,x"));
        assertThat(metadata.requiresPython()).isEqualTo(">=3.9");
        assertThat(metadata.requiresDist()).containsExactly("a>=1", "b[x] ; extra == \"y\"");
        assertThat(metadata.providesExtra()).containsExactly("y");
        assertThat(metadata.dynamic()).containsExactly("License");
        assertThat(metadata.descriptionContentType()).isEqualTo("text/markdown");
        assertThat(metadata.description()).isEqualTo("# Demo\n\nText: here\n");
        assertThat(metadata.headers())
                .containsEntry("name", List.of("Demo.Project"))
                .doesNotContainKey("text");
    }

    @Test
    void readsTheExampleOfItsDocumentation() {
        CoreMetadata metadata = parse("Name: demo\nVersion: 1.0\nRequires-Dist: a>=1\nRequires-Dist: b\n\nText");
        assertThat(metadata.name()).isEqualTo("demo");
        assertThat(metadata.requiresDist()).hasSize(2);
        assertThat(metadata.description()).isEqualTo("Text");
    }

    @Test
    void unfolds() {
        CoreMetadata metadata = parse(
                "Name: demo\nRequires-Dist: a\n  >=1,\n\t<2\nLicense: first\n        second\n       |  third\n       |\nDescription: d\n        e\n");
        assertThat(metadata.requiresDist()).containsExactly("a >=1, <2");
        assertThat(metadata.licence()).isEqualTo("first\nsecond\n  third");
        assertThat(metadata.description()).isEqualTo("d\ne");
    }

    @Test
    void takesAllLineEnds() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            CoreMetadata metadata = parse(String.join(end, "Name: demo", "Version: 1", " .0", "", "Text", "more"));
            assertThat(metadata.name()).isEqualTo("demo");
            assertThat(metadata.version()).isEqualTo("1 .0");
            assertThat(metadata.description()).isEqualTo("Text" + end + "more");
        }
    }

    @Test
    void theFirstOfARepeatedFieldCounts() {
        assertThat(parse("Name: a\nName: b\n").name()).isEqualTo("a");
    }

    @Test
    void unknownIsAbsent() {
        CoreMetadata metadata = parse(
                "Name: demo\nSummary: UNKNOWN\nHome-page:\nLicense: UNKNOWN\nClassifier: UNKNOWN\nRequires-Dist:\n");
        assertThat(metadata.summary()).isEmpty();
        assertThat(metadata.homePage()).isEmpty();
        assertThat(metadata.licence()).isEmpty();
        assertThat(metadata.classifiers()).isEmpty();
        assertThat(metadata.requiresDist()).isEmpty();
        assertThat(metadata.version()).isEmpty();
    }

    @Test
    void whatIsNoHeaderEndsTheHeaders() {
        CoreMetadata metadata = parse("Name: demo\nthis is text\nVersion: 1.0\n");
        assertThat(metadata.version()).isEmpty();
        assertThat(metadata.description()).isEqualTo("this is text\nVersion: 1.0\n");
        assertThat(parse("\nName: demo").name()).isEmpty();
        assertThat(parse(" Name: demo").name()).isEmpty();
        assertThat(parse(": x\nName: demo").name()).isEqualTo("demo");
        assertThat(parse("Ná: x\nName: demo").name()).isEmpty();
    }

    @Test
    void readsUtf8WithOrWithoutMark() {
        assertThat(parse("\ufeffName: demo").name()).isEqualTo("demo");
        assertThat(parse("Author: Jürgen").author()).isEqualTo("Jürgen");
        assertThat(CoreMetadata.parse(new byte[] {'N', 'a', 'm', 'e', ':', (byte) 0xff})
                        .name())
                .isEqualTo("\ufffd");
        assertThat(CoreMetadata.parse(new byte[0]).name()).isEmpty();
    }

    @Test
    void staysQuickOnHostileText() {
        assertThat(parse("Name: demo\nLicense: " + " ".repeat(2_000_000) + "x").licence())
                .isEqualTo("x");
        assertThat(parse("Name: demo\nSummary: x" + "\n \t".repeat(500_000) + "\n y")
                        .summary())
                .startsWith("x")
                .endsWith("y");
        assertThat(parse("x".repeat(5_000_000)).headers()).isEmpty();
    }

    @Test
    void readsWhatCanBeImported() {
        CoreMetadata metadata = parse("""
                Import-Name: demo
                Import-Name: demo._native ;  private
                Import-Namespace:
                Platform: any
                Supported-Platform: linux
                Requires-External: C
                Provides-Dist: other
                Obsoletes-Dist: older
                """);
        assertThat(metadata.importNames())
                .contains(List.of(new ImportName("demo", false), new ImportName("demo._native", true)));
        assertThat(metadata.importNamespaces()).contains(List.of());
        assertThat(parse("Name: demo\n").importNames()).isEmpty();
        assertThat(metadata.platforms()).containsExactly("any");
        assertThat(metadata.supportedPlatforms()).containsExactly("linux");
        assertThat(metadata.requiresExternal()).containsExactly("C");
        assertThat(metadata.providesDist()).containsExactly("other");
        assertThat(metadata.obsoletesDist()).containsExactly("older");
    }

    private static CoreMetadata parse(String text) {
        return CoreMetadata.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
