package dev.waag.release;

import static dev.waag.release.House.ANN;
import static dev.waag.release.House.BOB;
import static dev.waag.release.House.READER;
import static dev.waag.release.House.done;
import static dev.waag.release.House.name;
import static dev.waag.release.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import dev.waag.identity.Principal;
import dev.waag.index.FileAnswer;
import dev.waag.index.IndexGate;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Wheels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadTest {
    private static final Distribution WHEEL = Wheels.wheel("acme-a", "1.0");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // set before each test
    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House(root, ReleaseSettings.DEFAULT);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    @Test
    void anUploadIsStagedAndNotReleased() throws Exception {
        assertThat(done(house.upload(ANN, WHEEL)).changed()).isTrue();
        done(house.upload(ANN, Wheels.of("acme-a", "1.0").sdist()));
        assertThat(house.versions("acme-a", "staging")).containsExactly("1.0");
        assertThat(house.versions("acme-a", "stable")).isEmpty();
        assertThat(house.kinds()).containsExactly("publish", "stage", "publish", "stage");
    }

    @Test
    void theSameFileAgainChangesNothingAndOtherBytesAreRefused() throws Exception {
        done(house.upload(ANN, WHEEL));
        assertThat(done(house.upload(ANN, WHEEL)).changed()).isFalse();
        Answer.Refused refused = refused(
                400, house.upload(ANN, Wheels.of("acme-a", "1.0").seed(2).wheel()));
        assertThat(refused.what()).startsWith("File already exists");
        assertThat(house.kinds()).containsExactly("publish", "stage");
    }

    @Test
    void aDeletedNameIsNeverUsedAgain() throws Exception {
        done(house.upload(ANN, WHEEL));
        done(house.gate.delete(ANN, name("acme-a"), "1.0", "by mistake"));
        assertThat(house.versions("acme-a", "staging")).isEmpty();
        assertThat(refused(400, house.upload(ANN, WHEEL)).what()).startsWith("File already exists");
    }

    @Test
    void anotherSpellingOfTheNameIsTheSameFile() throws Exception {
        done(house.upload(ANN, WHEEL));
        String shouting = WHEEL.filename().replace("acme_a", "Acme.A");
        assertThat(refused(400, house.upload(BOB, shouting, WHEEL.bytes(), "Acme.A", "1.0"))
                        .what())
                .startsWith("File already exists");
    }

    @Test
    void whoMayNotPublishIsToldWhy() throws Exception {
        assertThat(refused(403, house.upload(READER, WHEEL)).what()).contains("may not publish");
        assertThat(refused(403, house.upload(ANN, Wheels.wheel("requests", "1.0")))
                        .what())
                .contains("not claimed");
        Principal narrow = new Principal(
                "nora",
                Principal.Kind.TOKEN,
                ANN.roles(),
                ANN.permissions(),
                Set.of("acme-other"),
                Optional.of("t"),
                Map.of());
        assertThat(refused(403, house.upload(narrow, WHEEL)).what()).contains("limited to other projects");
        assertThat(house.kinds()).isEmpty();
    }

    @Test
    void aFormThatDoesNotFitIsRefused() throws Exception {
        record Case(String why, String field, String value) {}
        for (Case c : List.of(
                new Case("an unknown action", ":action", "remove"),
                new Case("another protocol", "protocol_version", "2"),
                new Case("metadata of the future", "metadata_version", "9.0"),
                new Case("no name", "name", ""),
                new Case("no version", "version", "one"),
                new Case("another version", "version", "2.0"),
                new Case("another project", "name", "acme-b"),
                new Case("another kind of file", "filetype", "sdist"),
                new Case("a wrong SHA-256", "sha256_digest", "0".repeat(64)),
                new Case("a wrong MD5", "md5_digest", "0".repeat(32)),
                new Case("a wrong BLAKE2b", "blake2_256_digest", "0".repeat(64)))) {
            Answer answer = house.upload(ANN, WHEEL, c.field(), c.value());
            assertThat(answer).as(c.why()).isInstanceOf(Answer.Refused.class);
        }
        assertThat(house.kinds()).isEmpty();
    }

    @Test
    void aFileNameIsNoPathAndBelongsToWhatIsInTheFile() throws Exception {
        for (String filename :
                List.of("../" + WHEEL.filename(), "a/" + WHEEL.filename(), "..\\" + WHEEL.filename(), ".hidden.whl")) {
            refused(400, house.upload(ANN, filename, WHEEL.bytes(), "acme-a", "1.0"));
        }
        String other = WHEEL.filename().replace("acme_a", "acme_b");
        refused(400, house.upload(ANN, other, WHEEL.bytes(), "acme-b", "1.0"));
        refused(400, house.upload(ANN, WHEEL.filename(), new byte[] {1, 2, 3}, "acme-a", "1.0"));
        refused(400, house.upload(ANN, "acme_a-1.0.tar.gz", WHEEL.bytes(), "acme-a", "1.0"));
        assertThat(house.kinds()).isEmpty();
    }

    @Test
    void aReleaseHasOneSpelling() throws Exception {
        done(house.upload(ANN, WHEEL.filename(), WHEEL.bytes(), "acme-a", "1.0.0"));
        assertThat(house.versions("acme-a", "staging"))
                .as("as the file writes it")
                .containsExactly("1.0");
        assertThat(done(house.upload(ANN, WHEEL)).changed()).isFalse();
        assertThat(refused(400, house.upload(ANN, Wheels.wheel("acme-a", "1.0.0")))
                        .what())
                .startsWith("File already exists");
        assertThat(refused(400, house.upload(ANN, Wheels.of("acme-a", "1").sdist()))
                        .what())
                .contains("acme-a 1 is the release 1.0 in another spelling");
        done(house.upload(ANN, Wheels.of("acme-a", "1.0").sdist()));
        assertThat(house.kinds()).containsExactly("publish", "stage", "publish", "stage");
    }

    @Test
    void aFormThatSaysTwoThingsIsRefused() throws Exception {
        for (String field : List.of("name", "version", "sha256_digest", "md5_digest", "filetype", ":action")) {
            Answer answer = house.uploadTwice(ANN, WHEEL, field, "0".repeat(32));
            assertThat(refused(400, answer).what()).contains("several fields " + field);
        }
        done(house.uploadTwice(ANN, WHEEL, "name", "acme-a"));
    }

    @Test
    void metadataThatNoInstallerCanUseAreRefused() throws Exception {
        for (String wrong : List.of("foo>>1", "foo bar", "b @ https://files.example/b-1.0.whl")) {
            assertThat(refused(
                                    400,
                                    house.upload(
                                            ANN,
                                            Wheels.of("acme-a", "1.0")
                                                    .requires(wrong)
                                                    .wheel()))
                            .what())
                    .contains("Requires-Dist '" + wrong + "'");
        }
        refused(
                400,
                house.upload(
                        ANN, Wheels.of("acme-a", "1.0").requiresPython("three").wheel()));
        Distribution d = Wheels.of("acme-a", "1.0").requiresPython(">=3.9, <4").wheel();
        assertThat(refused(400, house.upload(ANN, d, "requires_python", ">=3.6"))
                        .what())
                .contains("the form says '>=3.6'");
        done(house.upload(ANN, d, "requires_python", "<4,>=3.9"));
    }

    @Test
    void ofUploadsOfOneNameAtOnceExactlyOneWins() throws Exception {
        List<Callable<Answer>> uploads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Distribution d = Wheels.of("acme-a", "1.0").seed(i + 1).wheel();
            uploads.add(() -> house.upload(ANN, d));
        }
        int won = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            for (Future<Answer> f : threads.invokeAll(uploads)) {
                won += f.get() instanceof Answer.Done ? 1 : 0;
            }
        }
        assertThat(won).isEqualTo(1);
        assertThat(house.kinds()).containsExactly("publish", "stage");
    }

    @Test
    void aCiTokenIsGoodForOneRelease() throws Exception {
        Principal job = new Principal(
                "github:acme/a",
                Principal.Kind.CI,
                Set.of(),
                ANN.permissions(),
                Set.of("acme-a"),
                Optional.of("ci-1"),
                Map.of("repository", "acme/a"));
        done(house.upload(job, WHEEL));
        done(house.upload(job, Wheels.of("acme-a", "1.0").sdist()));
        assertThat(refused(403, house.upload(job, Wheels.wheel("acme-a", "1.1")))
                        .what())
                .contains("good for one release");
    }

    @Test
    void whatIsPublishedIsGivenOut() throws Exception {
        done(house.upload(ANN, WHEEL));
        assertThat(house.versions("acme-a", "staging")).containsExactly("1.0");
        String tag = IndexGate.tag(new Sha256(WHEEL.sha256()));
        for (int time = 0; time < 2; time++) {
            assertThat(house.index.files().file(name("acme-a"), tag, WHEEL.filename(), "http://gate.example"))
                    .isInstanceOf(FileAnswer.Ready.class);
        }
        assertThat(house.index.files().metadata(name("acme-a"), tag, WHEEL.filename(), "http://gate.example"))
                .isInstanceOf(FileAnswer.Companion.class);
    }

    @Test
    void whatIsPublishedIsNeverEvicted() throws Exception {
        done(house.upload(ANN, WHEEL));
        house.blobs.makeRoom(house.blobs.limit());
        assertThat(house.blobs.find(new Sha256(WHEEL.sha256())))
                .hasValueSatisfying(p -> assertThat(Files.exists(p)).isTrue());
    }
}
