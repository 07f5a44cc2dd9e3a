package dev.waag.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All files of a build are written, or none of them. */
final class OutputFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void allIsWrittenInItsOrder() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        OutputFolder out = OutputFolder.of(source.resolve("deep/dist"), source);
        assertThat(source.resolve("deep")).doesNotExist();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("b", new byte[] {1});
        files.put("a", new byte[] {2});
        assertThat(out.write(files)).extracting(p -> p.getFileName().toString()).containsExactly("b", "a");
        assertThat(names(source.resolve("deep/dist"))).containsExactly("a", "b");
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws IOException {
        OutputFolder out = OutputFolder.of(folder.resolve("dist"), Files.createDirectory(folder.resolve("source")));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a", new byte[] {1});
        files.put("n".repeat(300), new byte[] {2}); // longer than a name may be, as a disk may be full
        assertThatThrownBy(() -> out.write(files)).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE);
            assertThat(e).hasMessageContaining("cannot be written; nothing was left there");
        });
        assertThat(names(folder.resolve("dist"))).isEmpty();
    }

    @Test
    void aFileOrTheProjectItselfIsNoPlace() throws IOException {
        Path source = Files.createDirectories(folder.resolve("up/source"));
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Path wrong : List.of(file, file.resolve("below"), source, source.resolve("."), folder.resolve("up"))) {
            assertThatThrownBy(() -> OutputFolder.of(wrong, source))
                    .as("%s", wrong)
                    .isInstanceOfSatisfying(
                            UserException.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE));
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), source);
        assertThatThrownBy(() -> OutputFolder.of(link, source)).isInstanceOf(UserException.class);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
