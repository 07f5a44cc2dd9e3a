package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DistributionNameTest {
    @Test
    void readsNamesByTheirProject() {
        String[][] table = {
            // project, file name, kind, version
            {"demo", "demo-1.0-py3-none-any.whl", "wheel", "1.0"},
            {"demo", "Demo-1.0-py3-none-any.whl", "wheel", "1.0"},
            {"a-b", "a_b-1.0-py2.py3-none-any.whl", "wheel", "1.0"},
            {"a-b", "A.B-01.0-py3-none-any.whl", "wheel", "1.0"},
            {"demo", "demo-1.0-1build-cp312-cp312-win_amd64.whl", "wheel", "1.0"},
            {"demo", "demo-1.0+cu118-cp312-cp312-linux_x86_64.whl", "wheel", "1.0+cu118"},
            {"demo", "demo-1.0_1-py3-none-any.whl", "wheel", "1.0.post1"},
            {"demo", "demo-2004d-py2-none-any.whl", "wheel", "2004d"},
            {"demo", "demo-1!1.0-py3-none-any.whl", "wheel", "1!1.0"},
            {"demo", "demo-1.0.tar.gz", "sdist", "1.0"},
            {"demo", "demo-1.0.zip", "sdist", "1.0"},
            {"demo", "demo-1.0.tar.bz2", "sdist", "1.0"},
            {"demo", "demo-1.0.tar.Z", "sdist", "1.0"},
            {"demo", "demo-1.0.tgz", "sdist", "1.0"},
            {"demo", "DEMO-1.0.TAR.GZ", "sdist", "1.0"},
            {"a-b", "a-b-1.0.tar.gz", "sdist", "1.0"},
            {"a-b", "a_b-1.0.tar.gz", "sdist", "1.0"},
            {"a-b", "a--b-1.0.tar.gz", "sdist", "1.0"},
            {"a", "a-b-1.0.tar.gz", "sdist", "b-1.0"},
            {"a-1", "a-1-2.0.tar.gz", "sdist", "2.0"},
            {"a", "a-1-2.0.tar.gz", "sdist", "1-2.0"},
            {"a", "a-1-2.tar.gz", "sdist", "1.post2"},
            {"demo", "demo-1.0beta1.tar.gz", "sdist", "1.0b1"},
            {"demo", "demo-0.1-final.tar.gz", "sdist", "0.1-final"},
            {"demo", "demo-1.0-py2.7.egg", "other", "1.0"},
            {"demo", "demo-1.0_1-py2.7.egg", "other", "1.0.post1"},
            {"demo", "demo-1.0-py2.7-win32.egg", "other", "1.0"},
            {"demo", "demo-1.0.win32-py2.7.exe", "other", "1.0"},
            {"demo", "demo-1.0.win-amd64-py2.7.msi", "other", "1.0"},
            {"demo", "demo-1.0.win32.exe", "other", "1.0"},
            {"demo", "demo-1.0-1.noarch.rpm", "other", "1.0"},
            {"demo", "demo-1.0-1.src.rpm", "other", "1.0"},
            {"demo", "demo-1.0.dmg", "other", "1.0"},
            {"demo", "demo-1.0.deb", "other", "1.0"},
            {"demo", "demo-1.0.linux-x86_64.tar.gz", "other", "1.0"},
            {"demo", "demo-1.0.macosx-10.9-x86_64.tar.gz", "other", "1.0"},
            {"demo", "demo-1.0.win32.zip", "other", "1.0"},
            // a wheel of another project, or malformed
            {"demo", "other-1.0-py3-none-any.whl", "other", ""},
            {"a-b", "a-b-1.0-py3-none-any.whl", "other", ""},
            {"demo", "demo-1.0-py3-none.whl", "other", ""},
            {"demo", "demo-1.0-1-2-py3-none-any.whl", "other", ""},
            {"demo", "demo-1.0-build-py3-none-any.whl", "other", ""},
            {"demo", "demo-1.0--py3-none-any.whl", "other", ""},
            {"demo", "demo-1.0-py3-none-.whl", "other", ""},
            {"demo", "demo-1.0-py3..py2-none-any.whl", "other", ""},
            {"demo", "demo--py3-none-any.whl", "other", ""},
            {"demo", "demo- 1.0-py3-none-any.whl", "other", ""},
            {"demo", "demo-1.0-py3-none-any.WHL", "other", ""},
            {"demo", "demo-1.0-py3-none-any.whl.asc", "other", ""},
            // sdists of another project, or without a version
            {"demo", "other-1.0.tar.gz", "other", ""},
            {"demo", "demo.tar.gz", "other", ""},
            {"demo", "demo-.tar.gz", "other", ""},
            {"demo", "demo1.0.tar.gz", "other", ""},
            {"demo", ".tar.gz", "other", ""},
            {"demo", "", "other", ""},
            {"demo", "demo-1.0/../x.tar.gz", "other", ""},
            {"demo", "demo-1.0\u0000.tar.gz", "other", ""},
            {"demo", "demo-1.0.z\u0131p", "other", ""},
            {"demo", "README", "other", ""},
        };
        for (String[] row : table) {
            DistributionName name = DistributionName.parse(row[1], new ProjectName(row[0]));
            assertThat(List.of(name.kind(), name.version()))
                    .as(row[1] + " of " + row[0])
                    .containsExactly(row[2], row[3]);
            assertThat(name.filename()).isEqualTo(row[1]);
        }
    }

    @Test
    void takesWheelNamesApart() {
        ProjectName project = new ProjectName("a-b");
        DistributionName name = DistributionName.parse(
                "a_b-1.0-2x-cp311.cp312-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", project);
        assertThat(name).isInstanceOfSatisfying(WheelName.class, wheel -> {
            assertThat(wheel.project()).isEqualTo(project);
            assertThat(wheel.build()).isEqualTo("2x");
            assertThat(wheel.pythonTags()).containsExactly("cp311", "cp312");
            assertThat(wheel.abiTags()).containsExactly("abi3");
            assertThat(wheel.platformTags()).containsExactly("manylinux_2_17_x86_64", "manylinux2014_x86_64");
        });
    }

    @Test
    void knowsWhoseNameItIs() {
        ProjectName demo = new ProjectName("demo");
        ProjectName other = new ProjectName("other");
        for (String file :
                List.of("demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz", "demo-1.0-py2.7.egg", "demo-1.0-py3.whl")) {
            assertThat(DistributionName.parse(file, demo).belongsTo(demo))
                    .as(file)
                    .isTrue();
            assertThat(DistributionName.parse(file, demo).belongsTo(other))
                    .as(file)
                    .isFalse();
        }
        assertThat(DistributionName.parse("demo-1.0.tar.gz", other).belongsTo(other))
                .isFalse();
        assertThat(DistributionName.parse("demo-1.0-py3-none-any.whl", other).belongsTo(other))
                .isFalse();
    }

    @Test
    void staysQuickOnLongNames() {
        ProjectName a = new ProjectName("a");
        for (String text : List.of(
                "-".repeat(100_000), "a" + "-".repeat(100_000) + ".tar.gz", "a-" + "1-".repeat(100_000) + ".whl")) {
            assertThat(DistributionName.parse(text, a).filename()).isEqualTo(text);
        }
    }
}
