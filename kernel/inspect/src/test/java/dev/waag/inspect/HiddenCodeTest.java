package dev.waag.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Code that runs without being a source at the usual place, each with an honest twin. */
final class HiddenCodeTest {
    private static final byte[] CHECKED = {(byte) 0xa7, 13, '\r', '\n', 3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0};
    private static final byte[] UNCHECKED = {(byte) 0xa7, 13, '\r', '\n', 1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0};

    private static Inspection wheel(String path, String content) {
        return wheel(path, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Inspection wheel(String path, byte[] content) {
        Zips zip = Zips.wheel();
        zip.add("demo/both.py", "x = 1\n");
        zip.add(path, content);
        Inspection found = WheelArchiveTest.inspect(
                "demo-1.0-py3-none-any.whl", zip.record().bytes());
        assertThat(found.unsafe()).isFalse();
        return found;
    }

    @Test
    void aPathFileRunsWhatPythonTakesForALine() {
        for (String before : List.of("\ufeff", "a\u001c", "a\u001e", "a\u0085", "a\u2028", "a\u000b", "a\r", "a\r\n")) {
            Inspection found = wheel("demo.pth", before + "import os; os.getcwd()\n");
            assertThat(found.of("startup-code"))
                    .as("%s", (int) before.charAt(before.length() - 1))
                    .anyMatch(f -> f.message().contains("runs at every start")
                            && f.evidence().startsWith("import os"));
        }
        assertThat(wheel("demo.pth", "a import os\nimportant\n").of("startup-code"))
                .noneMatch(f -> f.message().contains("runs"));
    }

    @Test
    void whatDataPutsAmongInstalledPackagesIsTakenForInstalled() {
        String place = "demo-1.0.data/data/lib/python3.11/site-packages/";
        assertThat(wheel(place + "demo.pth", "import os\n").of("startup-code"))
                .anyMatch(f -> f.message().contains("runs at every start"));
        assertThat(wheel(place + "sitecustomize.py", "x = 1\n").of("startup-code"))
                .isNotEmpty();
        assertThat(wheel("demo-1.0.data/data/share/demo/demo.pth", "import os\n")
                        .of("startup-code"))
                .isEmpty();
    }

    @Test
    void modulesOfEveryStartMayBePackagesCompiledOrNative() {
        for (String path : List.of(
                "sitecustomize.py",
                "sitecustomize/__init__.py",
                "usercustomize.pyc",
                "usercustomize.cpython-311-x86_64-linux-gnu.so",
                "demo-1.0.data/purelib/sitecustomize/__init__.py")) {
            assertThat(wheel(path, "x = 1\n").of("startup-code")).as(path).hasSize(1);
            assertThat(wheel(path, "x = 1\n").profile().startup()).as(path).isNotEmpty();
        }
        for (String path : List.of("demo/sitecustomize.py", "sitecustomize_demo.py", "sitecustomize/data.txt")) {
            assertThat(wheel(path, "x = 1\n").of("startup-code")).as(path).isEmpty();
        }
    }

    @Test
    void compiledModulesWithoutASourceOrInPlaceOfOne() {
        assertThat(wheel("demo/alone.pyc", CHECKED).of("payload"))
                .anyMatch(f -> f.message().contains("without its source"));
        assertThat(wheel("demo/both.pyc", CHECKED).of("payload")).isEmpty();
        Inspection instead = wheel("demo/__pycache__/both.cpython-311.pyc", UNCHECKED);
        assertThat(instead.of("payload")).anyMatch(f -> f.message().contains("in place of its source"));
        assertThat(instead.score()).isGreaterThanOrEqualTo(0.8);
        assertThat(wheel("demo/__pycache__/both.cpython-311.pyc", CHECKED).of("payload"))
                .isEmpty();
        for (byte[] magic : new byte[][] {{0x16, 13}, {0x33, 13}, {(byte) 0xf3, (byte) 0xf2}}) {
            byte[] older = UNCHECKED.clone(); // 3.5, 3.6 and 2.7 have the source's time where the flags are
            System.arraycopy(magic, 0, older, 0, 2);
            assertThat(wheel("demo/__pycache__/both.cpython-35.pyc", older).of("payload"))
                    .isEmpty();
        }
        for (String name : List.of("both.cpython-37-PYTEST.pyc", "both.cpython-311-pytest-8.3.4.pyc")) {
            assertThat(wheel("demo/__pycache__/" + name, UNCHECKED).of("payload"))
                    .as("no import takes %s", name)
                    .isEmpty();
        }
        for (String name : List.of("both.cpython-311.opt-1.pyc", "both.pypy311.pyc", "pytest.cpython-311.pyc")) {
            assertThat(wheel("demo/__pycache__/" + name, UNCHECKED).of("payload"))
                    .as(name)
                    .hasSize(1);
        }
        byte[] ofPython2 = CHECKED.clone();
        ofPython2[0] = (byte) 0xf3;
        ofPython2[1] = (byte) 0xf2;
        assertThat(wheel("demo/alone.pyc", ofPython2).of("payload")).isEmpty();
        assertThat(wheel("demo/01_alone.pyc", CHECKED).of("payload")).isEmpty();
    }

    @Test
    void scriptsStandBeforeTheSystemsCommandsToo() {
        assertThat(wheel("demo-1.0.data/scripts/git", "#!/bin/sh\nexit\n").of("entry-point"))
                .hasSize(1);
        assertThat(wheel("demo-1.0.data/data/bin/python3", "#!/bin/sh\nexit\n").of("entry-point"))
                .hasSize(1);
        assertThat(wheel("demo-1.0.data/scripts/demo", "#!/bin/sh\nexit\n").of("entry-point"))
                .isEmpty();
        assertThat(wheel("demo-1.0.data/data/share/bin/git", "text").of("entry-point"))
                .isEmpty();
    }
}
