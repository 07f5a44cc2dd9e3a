package dev.waag.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clone that a build may ask, made of real checkouts. */
class RepositoryTest {
    private static final Map<String, String> VARIABLES = Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin",
            "HOME", "/nowhere",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_AUTHOR_DATE", "2026-10-01T12:00:00Z",
            "GIT_COMMITTER_DATE", "2026-10-01T12:00:00Z");

    @TempDir
    Path scratch;

    private Path checkout;

    @BeforeEach
    void aCheckoutWithATag() throws IOException {
        checkout = Files.createDirectory(scratch.resolve("checkout"));
        git("init", "-q", "-b", "main");
        write("pyproject.toml", "");
        write(BuildLock.FILE, "");
        write("pkgs/a/a.py", "A = 1\n");
        git("add", "-A");
        git("commit", "-q", "-m", "one");
        git("tag", "-a", "v1.0", "-m", "one");
        write("pkgs/a/a.py", "A = 2\n");
        git("commit", "-q", "-a", "-m", "two");
    }

    @Test
    void theCloneAnswersAsTheCheckoutDoes() throws IOException {
        git("checkout", "-q", "-b", "other");
        write("other.txt", "never to be seen\n");
        git("add", "-A");
        git("commit", "-q", "-m", "other");
        git("tag", "v9.0");
        String other = git("rev-parse", "HEAD").strip();
        git("checkout", "-q", "main");

        Repository clone = open(checkout, "").orElseThrow();

        assertThat(clone.tags()).containsOnlyKeys("v1.0");
        assertThat(inClone(clone, "describe", "--tags", "--long", "--dirty"))
                .isEqualTo(git("describe", "--tags", "--long"))
                .startsWith("v1.0-1-g");
        assertThat(inClone(clone, "status", "--porcelain"))
                .as("the lock is left out, and dirties nothing")
                .isEmpty();
        assertThat(inClone(clone, "for-each-ref", "--format=%(refname)")).isEqualTo("refs/tags/v1.0\n");
        assertThat(run(clone.folder(), List.of("git", "cat-file", "-e", other)).exit())
                .as("nothing of other branches is there")
                .isNotZero();
    }

    @Test
    void whatIsNotCommittedMakesItDirty() throws IOException {
        write("pkgs/a/a.py", "A = 3\n");
        write("new.py", "");
        git("add", "new.py");

        Repository clone = open(checkout, "").orElseThrow();

        assertThat(inClone(clone, "status", "--porcelain").lines()).containsExactly("A  new.py", " M pkgs/a/a.py");
        assertThat(inClone(clone, "describe", "--tags", "--dirty").strip()).endsWith("-dirty");
    }

    @Test
    void aProjectBelowTheTopIsAskedFromThere() throws IOException {
        Repository clone = open(checkout.resolve("pkgs/a"), "pkgs/a/").orElseThrow();

        assertThat(clone.prefix()).isEqualTo("pkgs/a/");
        assertThat(inClone(clone, "status", "--porcelain"))
                .as("what lies outside is not missed")
                .isEmpty();
    }

    @Test
    void onlyTheTagsOfThatTimeAreThereForAReplay() throws IOException {
        Map<String, String> then = open(checkout, "").orElseThrow().tags();
        git("tag", "v2.0");

        Repository clone = Repository.of(source(checkout), Optional.of(then), VARIABLES, fresh())
                .orElseThrow();

        assertThat(clone.tags()).isEqualTo(then);
    }

    @Test
    void aShallowCheckoutSaysSo() throws IOException {
        Path shallow = scratch.resolve("shallow");
        run(scratch, List.of("git", "clone", "-q", "--depth", "1", "file://" + checkout, shallow.toString()));

        Repository clone = open(shallow, "").orElseThrow();

        assertThat(clone.shallow()).isTrue();
        assertThat(inClone(clone, "status", "--porcelain")).isEmpty();
    }

    @Test
    void aFolderWithoutGitHasNone() throws IOException {
        assertThat(open(Files.createDirectory(scratch.resolve("plain")), "")).isEmpty();
    }

    private Optional<Repository> open(Path folder, String prefix) throws IOException {
        Optional<Repository> clone = Repository.of(source(folder), Optional.empty(), VARIABLES, fresh());
        if (clone.isPresent()) {
            // as the driver lays it out in the sandbox
            Path top = Files.createDirectories(clone.get().folder().resolveSibling("source"));
            for (String f : source(folder).files()) {
                Path to = top.resolve(prefix + f);
                Files.createDirectories(to.getParent());
                Files.copy(folder.resolve(f), to);
            }
        }
        return clone;
    }

    private static SourceTree source(Path folder) throws IOException {
        return SourceTree.read(folder, List.of(folder.toRealPath().resolve(BuildLock.FILE)), VARIABLES);
    }

    private Path fresh() throws IOException {
        return Files.createTempDirectory(scratch, "s");
    }

    private String inClone(Repository clone, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("git", "--git-dir=" + clone.folder(), "--work-tree=."));
        argv.addAll(List.of(arguments));
        Finished done = run(clone.folder().resolveSibling("source"), argv);
        assertThat(done.exit()).as(done.errText()).isZero();
        return done.outText();
    }

    private String git(String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@mail.example"));
        argv.addAll(List.of(arguments));
        Finished done = run(checkout, argv);
        assertThat(done.exit()).as(done.errText()).isZero();
        return done.outText();
    }

    private static Finished run(Path folder, List<String> argv) throws IOException {
        return Processes.run(new Command(argv, VARIABLES, folder, Duration.ofMinutes(1), 1 << 20), new byte[0]);
    }

    private void write(String name, String text) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
