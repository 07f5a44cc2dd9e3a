package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SpecifiersTest {
    @Test
    void takesTheVersionsThatItsOperatorsMean() throws RequirementException {
        // specifiers, versions that fit, versions that do not
        String[][] table = {
            {"", "0 1.0 1.0a1 1!2+x", ""},
            {"==1.0", "1.0 1 1.0.0+local v1", "1.0.1 1.0a1 1.0.post0 1!1.0"},
            {"==1.0+a", "1.0+A", "1.0 1.0+b"},
            {"!=1.0", "1.0.1 1.0.post1 1.0a1", "1.0 1.0+a"},
            {"!=1.0+a", "1.0 1.0+b", "1.0+a"},
            {"==1.0.*", "1.0 1.0.5 1.0a1 1.0.dev0 1.0.post1 1.0+x", "1.1.dev0 1.1 0.9 1!1.0"},
            {"!=1.0.*", "1.1.dev0 0.9", "1.0 1.0.5a1"},
            {"==1!1.*", "1!1.9", "1.9"},
            {">=1.0", "1.0 1.0+x 1.0.post1 2!0", "1.0rc1"},
            {"<=1.0", "1.0 1.0+x 1.0a1 0", "1.0.post0 1.0.1"},
            {"<1.0", "0.9 0.9.post1", "1.0a1 1.0.dev0 1.0"},
            {"<1.0a2", "1.0a1 1.0.dev0", "1.0a2"},
            {"<1.0.post2", "1.0 1.0.post1", "1.0.post2.dev0 1.0.post2"},
            {">1.0", "1.0.1 1.1a1 1.1.dev0", "1.0 1.0+x 1.0.post1 1.0.0.post2.dev1"},
            {">1.0.post1", "1.0.post2 1.0.post2.dev0 1.1", "1.0.post1+x 1.0.post1"},
            {">1.0.dev9", "1.0.dev10 1.0a1 1.0", "1.0.dev9+x 1.0.dev9"},
            {">1.0a1", "1.0a2 1.0a2.dev0 1.0", "1.0a1.post1 1.0a1+x"},
            {"~=1.2", "1.2 1.9 1.2.post1", "2.0 2.0.dev0 1.1 1.2a1"},
            {"~=1.2.0", "1.2.9", "1.3 1.3.dev0"},
            {"~=2.2.post3", "2.2.post3 2.3", "3.0 2.2"},
            {"~=1!9.99", "1!9.100", "1!10 9.99"},
            {"===1.0", "1.0", "1.0.0 1"},
            {"===foo.Bar", "FOO.bar", "foo"},
            {">=1,<2,!=1.5", "1.4", "1.5 2"},
        };
        for (String[] row : table) {
            Specifiers specifiers = Specifiers.parse(row[0]);
            assertThat(words(row[1]))
                    .as("%s contains", row[0])
                    .allMatch(v -> specifiers.contains(v, PreReleases.DEFAULT));
            assertThat(words(row[2]))
                    .as("%s does not contain", row[0])
                    .noneMatch(v -> specifiers.contains(v, PreReleases.DEFAULT));
        }
    }

    @Test
    void leavesPreReleasesToTheCaller() throws RequirementException {
        Specifiers any = Specifiers.parse(">=1.0");
        assertThat(any.contains(version("1.1a1"), PreReleases.REFUSED)).isFalse();
        assertThat(any.contains(version("1.1a1"), PreReleases.ALLOWED)).isTrue();
        List<Version> mixed = List.of(version("1.1a1"), version("1.0"));
        assertThat(any.filter(mixed, PreReleases.DEFAULT)).containsExactly(version("1.0"));
        assertThat(any.filter(mixed, PreReleases.ALLOWED)).isEqualTo(mixed);
        assertThat(any.filter(mixed.subList(0, 1), PreReleases.DEFAULT)).isEqualTo(mixed.subList(0, 1));
        assertThat(any.filter(mixed.subList(0, 1), PreReleases.REFUSED)).isEmpty();
        assertThat(Specifiers.parse(">=1.0a1").filter(mixed, PreReleases.DEFAULT))
                .isEqualTo(mixed);
        assertThat(Specifiers.parse("!=1.0a1,===x,==1.*").namesPreRelease()).isFalse();
    }

    @Test
    void comparesArbitraryTextWithTheRawVersion() throws RequirementException {
        Specifiers exactly = Specifiers.parse("===1.0.0");
        assertThat(exactly.contains("1.0.0", PreReleases.DEFAULT)).isTrue();
        assertThat(exactly.contains("v1.0.0", PreReleases.DEFAULT)).isFalse();
        assertThat(exactly.contains(version("v1.0.0"), PreReleases.DEFAULT)).isTrue();
        assertThat(Specifiers.parse("===1.0a1").contains("1.0a1", PreReleases.REFUSED))
                .isFalse();
        assertThat(Specifiers.ANY.contains("no version", PreReleases.DEFAULT)).isTrue();
        assertThat(Specifiers.parse(">0").contains("no version", PreReleases.DEFAULT))
                .isFalse();
    }

    @Test
    void printsInOrderAndWithoutWhatSaysTheSame() throws RequirementException {
        assertThat(Specifiers.parse(" >= 1.0 ,, !=1.5,>=1 ,")).hasToString("!=1.5,>=1");
        assertThat(Specifiers.parse(">=1.0,<2")).isEqualTo(Specifiers.parse("<2.0,>=1"));
        assertThat(Specifiers.parse("~=1.0")).isNotEqualTo(Specifiers.parse("~=1.0.0"));
        assertThat(Specifiers.parse("")).isEqualTo(Specifiers.ANY).hasToString("");
    }

    @Test
    void knowsAPin() throws RequirementException {
        assertThat(Specifiers.parse("==1.0").pinned()).contains(version("1.0"));
        assertThat(Specifiers.parse("===1.0").pinned()).contains(version("1.0"));
        assertThat(Stream.of("", ">=1", "==1.*", "==1,<2", "===one"))
                .allSatisfy(s -> assertThat(Specifiers.parse(s).pinned()).isEmpty());
    }

    @Test
    void saysWhereAndWhyItCannotRead() {
        String[][] table = {
            {"1.0", "1", "expected a version specifier such as >=1.0"},
            {">=1.0, <2.0 x", "9", "not a version after <: '2.0 x'"},
            {">=1.*", "3", "a .* at the end goes with == and != alone"},
            {"==1.0a1.*", "3", "a .* at the end cannot follow a pre-release, post-release, development or local part"},
            {">=1.0+x", "3", "a local part goes with == and != alone"},
            {"~= 1", "4", "~= needs at least two numbers, as in ~=1.0"},
            {"=== a b", "6", "white space, ';' and ')' cannot stand in what follows ==="},
            {">=", "3", "not a version after >=: ''"},
        };
        for (String[] row : table) {
            assertThatThrownBy(() -> Specifiers.parse(row[0]))
                    .isInstanceOfSatisfying(
                            RequirementException.class,
                            e -> assertThat(e.column()).as(row[0]).isEqualTo(Integer.parseInt(row[1])))
                    .hasMessage(row[2]);
        }
    }

    @Test
    void countsUpNumbersOfAnySize() {
        assertThat(SpecifierRules.plusOne("0")).isEqualTo("1");
        assertThat(SpecifierRules.plusOne("1099")).isEqualTo("1100");
        assertThat(SpecifierRules.plusOne("999")).isEqualTo("1000");
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(w -> !w.isEmpty()).toList();
    }

    private static Version version(String text) {
        return Version.parse(text).orElseThrow();
    }
}
