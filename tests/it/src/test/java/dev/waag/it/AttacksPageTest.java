package dev.waag.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/attacks.md names is there. */
final class AttacksPageTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)([#.])(\\w+)`");
    private static final Pattern TEST = Pattern.compile(".*/src/test/java/.*Test\\.java|.*/clients/test_\\w+\\.py");
    private static final Path ROOT = root();

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("docs/attacks.md"))) {
            folder = folder.getParent();
        }
        return folder == null ? Path.of("") : folder;
    }

    /** All tests by the names of their files. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (String floor : List.of("kernel", "ports", "identity", "judge", "gates", "apps", "tests")) {
            try (Stream<Path> files = Files.find(
                    ROOT.resolve(floor),
                    12,
                    (file, a) ->
                            a.isRegularFile() && TEST.matcher(file.toString()).matches())) {
                for (Path file : files.toList()) {
                    tests.put(String.valueOf(file.getFileName()), Files.readString(file));
                }
            }
        }
        return tests;
    }

    /** Tests that a page names and that are not there. */
    private static List<String> missing(String page) throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(page);
        while (named.find()) {
            boolean java = named.group(2).equals("#");
            String file = java ? named.group(1) + ".java" : "test_" + named.group(1) + ".py";
            String what = (java ? "void " : "class ") + named.group(3) + "(";
            if (!tests.getOrDefault(file, "").contains(what)) {
                missing.add(named.group());
            }
        }
        return missing;
    }

    @Test
    void everyNamedTestIsThere() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/attacks.md"));
        assertThat(NAMED.matcher(page).results().count()).isGreaterThan(40);
        assertThat(missing(page)).isEmpty();
    }

    @Test
    void oneThatIsNotThereIsFound() throws IOException {
        assertThat(missing("`AttacksTest#noSuchAttack` and `release.NoSuchClass`"))
                .hasSize(2);
    }
}
