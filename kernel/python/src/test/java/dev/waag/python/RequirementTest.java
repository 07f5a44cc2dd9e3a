package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RequirementTest {
    @Test
    void readsAllParts() throws RequirementException {
        Requirement requirement = Requirement.parse("Demo_x [B_b, a] (>=1.0, <2) ; os.name == 'nt'");
        assertThat(requirement.name()).isEqualTo(new ProjectName("demo-x"));
        assertThat(requirement.extras()).containsExactly("a", "b-b");
        assertThat(requirement.specifiers()).isEqualTo(Specifiers.parse("<2,>=1"));
        assertThat(requirement.url()).isEmpty();
        assertThat(requirement.marker()).contains(Marker.parse("os_name == \"nt\""));
        assertThat(requirement).isEqualTo(Requirement.parse("demo-x[a,b-b]<2.0,>=1; os_name == 'nt'"));
    }

    @Test
    void printsInOneForm() throws RequirementException {
        String[][] table = {
            {"demo", "demo"},
            {" Demo[] ", "Demo"},
            {"demo[ b , a,b ]", "demo[a,b]"},
            {"demo ( >=2 , <3 )", "demo<3,>=2"},
            {"demo()", "demo"},
            {"demo >=1,", "demo>=1"},
            {"demo===1.0,<2", "demo<2,===1.0"},
            {"demo ===", "demo==="},
            {"demo>=\n1", "demo>=1"},
            {"demo@ https://files.example/a.whl", "demo @ https://files.example/a.whl"},
            {"demo[a] @ file:///x;y ; extra == 'A.B'", "demo[a] @ file:///x;y ; extra == \"a-b\""},
            {"demo @ anything ", "demo @ anything"},
            {"demo;python_version<'3'", "demo; python_version < \"3\""},
        };
        for (String[] row : table) {
            assertThat(Requirement.parse(row[0])).as(row[0]).hasToString(row[1]);
            assertThat(Requirement.parse(row[1])).as(row[1]).hasToString(row[1]);
        }
    }

    @Test
    void saysWhereAndWhyItCannotRead() {
        String[][] table = {
            {"", "1", "expected the name of a project, found the end"},
            {"-demo", "1", "expected the name of a project, found '-demo'"},
            {"demo_", "1", "not the name of a project, found 'demo_'"},
            {"demo[a b]", "8", "expected a comma or ] among the extras, found 'b]'"},
            {"demo[a,]", "8", "expected the name of an extra after the comma, found ']'"},
            {"demo (>=1", "10", "expected a comma or ) among the version specifiers, found the end"},
            {"demo 1.0", "6", "expected a semicolon and a marker, or the end, found '1.0'"},
            {
                "demo >=1 <2",
                "10",
                "expected a comma and another version specifier, a semicolon and a marker, or the end, found '<2'"
            },
            {"demo>=1.0.x", "7", "not a version after >=: '1.0.x'"},
            {"demo>=1,>=x", "11", "not a version after >=: 'x'"},
            {"demo @ ", "8", "expected a URL after @, found the end"},
            {"demo @ u x", "10", "expected a semicolon and a marker, or the end, found 'x'"},
            {"demo; ", "7", "expected a marker variable or a string in quotes, found the end"},
        };
        for (String[] row : table) {
            assertThatThrownBy(() -> Requirement.parse(row[0]))
                    .as(row[0])
                    .isInstanceOfSatisfying(
                            RequirementException.class,
                            e -> assertThat(e.column()).as(row[0]).isEqualTo(Integer.parseInt(row[1])))
                    .hasMessage(row[2]);
        }
    }
}
