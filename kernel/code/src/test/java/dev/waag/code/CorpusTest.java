package dev.waag.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every trick of {@code tests/corpus} fires, by the rule and with the capabilities that it should; no twin does. */
class CorpusTest {
    private static final Path CORPUS = Path.of("..", "..", "tests", "corpus");

    /** Twins stay well below the threshold, not just under it. */
    private static final double HONEST = 0.5;

    @Test
    void tricksAndTwinsAreToldApart() throws IOException {
        List<String> wrong = new ArrayList<>();
        int pairs = 0;
        for (Path folder : folders()) {
            Map<String, String> expected = expected(folder);
            List<CodeReport> trick = scan(folder.resolve("trick"), expected);
            List<CodeReport> twin = scan(folder.resolve("twin"), expected);
            pairs++;
            String name = folder.getFileName() + ": ";
            CodeScore score = CodeScore.of(trick);
            if (!score.fires()) {
                wrong.add(name + "the trick scores " + score.value());
            }
            if (CodeScore.of(twin).value() >= HONEST) {
                wrong.add(name + "the twin scores " + CodeScore.of(twin));
            }
            String rule = expected.getOrDefault("rule", "") + " " + expected.getOrDefault("phase", "");
            Set<String> rules = trick.stream()
                    .flatMap(r -> r.findings().stream())
                    .map(f -> f.rule() + " " + f.phase().name().toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!rules.contains(rule)) {
                wrong.add(name + "found " + rules + ", not " + rule);
            }
            Set<String> capabilities = capabilities(trick);
            for (String capability : expected.getOrDefault("capabilities", "").split(" ")) {
                if (!capability.isEmpty() && !capabilities.contains(capability)) {
                    wrong.add(name + "is able to " + capabilities + ", not to " + capability);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(pairs).isGreaterThan(55);
    }

    @Test
    void everyCapabilityHasATrick() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (Path folder : folders()) {
            seen.addAll(
                    List.of(expected(folder).getOrDefault("capabilities", "").split(" ")));
        }
        assertThat(seen)
                .containsAll(EnumSet.allOf(Capability.class).stream()
                        .map(Capability::id)
                        .toList());
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(CORPUS)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static Map<String, String> expected(Path folder) throws IOException {
        Map<String, String> out = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("expected"))) {
            String[] parts = line.split("=", 2);
            out.put(parts[0].strip(), parts[1].strip());
        }
        return out;
    }

    private static List<CodeReport> scan(Path folder, Map<String, String> expected) throws IOException {
        List<CodeReport> out = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String path = folder.relativize(file).toString();
                if (path.endsWith(".py") || path.endsWith(".pth")) {
                    CodeRole role = path.equals(expected.get("backend")) ? CodeRole.BACKEND : CodeRole.of(path, true);
                    out.add(CodeScan.standard().scan(path, Files.readAllBytes(file), role));
                }
            }
        }
        return out;
    }

    private static Set<String> capabilities(List<CodeReport> reports) {
        return reports.stream()
                .flatMap(r -> r.capabilities().stream())
                .map(Capability::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
