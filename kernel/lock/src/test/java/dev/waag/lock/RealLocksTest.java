package dev.waag.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.lock.SyncResult.State;
import dev.waag.python.PartialEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Locks made by the tools themselves (see locks/make.py): in sync, then after each edit of the manifest what the tool itself says. */
final class RealLocksTest {
    @Test
    void poetry() throws Exception {
        asTheToolSays("poetry-2.5", LockKind.POETRY);
        asTheToolSays("poetry-2.5-own", LockKind.POETRY);
        asTheToolSays("poetry-1.8", LockKind.POETRY);
    }

    @Test
    void pdm() throws Exception {
        asTheToolSays("pdm-2.26", LockKind.PDM);
        asTheToolSays("pdm-2.26-pylock", LockKind.PYLOCK);
        asTheToolSays("pdm-2.12", LockKind.PDM);
    }

    @Test
    void pipenv() throws Exception {
        asTheToolSays("pipenv-2026.10", LockKind.PIPENV);
        asTheToolSays("pipenv-2026.10-default", LockKind.PIPENV);
        asTheToolSays("pipenv-2023.12", LockKind.PIPENV);
    }

    @Test
    void uv() throws Exception {
        asTheToolSays("uv-0.13", LockKind.UV);
        asTheToolSays("uv-0.4", LockKind.UV);
    }

    @Test
    void pinsOfLocksWithoutHashOfTheirManifest() throws Exception {
        for (Real real : List.of(
                new Real("pip-tools-7.6", LockKind.REQUIREMENTS),
                new Real("uv-0.13-pip", LockKind.REQUIREMENTS),
                new Real("uv-0.13-pylock", LockKind.PYLOCK))) {
            String manifest = real.manifest();
            assertThat(real.judge(manifest).state()).isEqualTo(State.IN_SYNC);
            assertThat(real.judge(manifest + "pluggy>=1\n").state()).isEqualTo(State.IN_SYNC);
            assertThat(real.judge(manifest + "absent; sys_platform == 'win32'\n")
                            .state())
                    .isEqualTo(State.IN_SYNC);
            assertThat(real.judge(manifest.replace("attrs>=22", "attrs<22")).reasons())
                    .singleElement()
                    .satisfies(r -> {
                        assertThat(r.place()).isEqualTo(new Place(real.manifestFile(), 1));
                        assertThat(r.sentence()).startsWith("the lock has ").endsWith(" for attrs<22");
                    });
            assertThat(real.judge(manifest + "absent\n").reasons())
                    .singleElement()
                    .satisfies(r -> {
                        assertThat(r.place().line()).isEqualTo(5);
                        assertThat(r.sentence()).isEqualTo("absent is not in the lock");
                    });
        }
        // Only comments tell that a pin is there for a requirement that is gone.
        Real commented = new Real("pip-tools-7.6", LockKind.REQUIREMENTS);
        assertThat(commented.judge(commented.manifest().replace("six\n", "")).reasons())
                .singleElement()
                .satisfies(r -> assertThat(r.sentence())
                        .isEqualTo("six is pinned for requirements.in, which does not ask for it"));
    }

    @Test
    void everyPinHasItsHashesPlaceAndWay() throws Exception {
        for (Real real : List.of(
                new Real("poetry-2.5", LockKind.POETRY),
                new Real("poetry-1.8", LockKind.POETRY),
                new Real("pdm-2.26", LockKind.PDM),
                new Real("pdm-2.12", LockKind.PDM),
                new Real("pipenv-2026.10", LockKind.PIPENV),
                new Real("uv-0.13", LockKind.UV),
                new Real("uv-0.4", LockKind.UV),
                new Real("pip-tools-7.6", LockKind.REQUIREMENTS),
                new Real("uv-0.13-pylock", LockKind.PYLOCK))) {
            LockFile lock = real.lock();
            String[] lines = real.text(real.kind().fileName()).split("\n");
            assertThat(lock.pins()).extracting(p -> p.name().value()).contains("attrs", "iniconfig", "six");
            assertThat(lock.pins()).allSatisfy(pin -> {
                assertThat(pin.version()).isPresent();
                assertThat(pin.hashes()).isNotEmpty().allMatch(h -> h.matches("sha256:[0-9a-f]{64}"));
                assertThat(lines[pin.place().line() - 1]).contains(pin.name().value());
                assertThat(lock.paths().to(pin.name())).endsWith(pin.name());
            });
        }
    }

    @Test
    void driftNamesTheRequirementAndItsLine() throws Exception {
        Real uv = new Real("uv-0.13", LockKind.UV);
        assertThat(uv.judge(uv.manifest().replace("attrs>=22", "attrs>=21")).reasons())
                .containsExactly(new SyncResult.Reason(
                        new Place("pyproject.toml", 5),
                        dev.waag.python.ProjectName.parse("attrs"),
                        "the manifest has attrs>=21, the lock was made with attrs>=22 ([project])"));
        Real poetry = new Real("poetry-2.5-own", LockKind.POETRY);
        assertThat(poetry.judge(poetry.manifest().replace("\"^22\"", "\"^23\"")).reasons())
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.place()).isEqualTo(new Place("pyproject.toml", 9));
                    assertThat(r.sentence()).matches("the lock has 22\\.\\d\\.\\d for attrs<24,>=23");
                });
    }

    private static void asTheToolSays(String folder, LockKind kind) throws Exception {
        Real real = new Real(folder, kind);
        String manifest = real.manifest();
        List<String> wrong = new ArrayList<>();
        for (String row : real.text("edits.tsv").split("\n")) {
            String[] edit = row.split("\t", -1);
            String before = unescape(edit[0]);
            String edited = before.isEmpty()
                    ? manifest
                    : manifest.replaceFirst(
                            java.util.regex.Pattern.quote(before),
                            java.util.regex.Matcher.quoteReplacement(unescape(edit[1])));
            SyncResult result = real.judge(edited);
            if (result.state() != State.valueOf(edit[2])
                    || result.state() == State.DRIFTED && result.reasons().isEmpty()) {
                wrong.add(row + " but " + result);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
    }

    private record Real(String folder, LockKind kind) {
        String manifestFile() {
            return switch (kind) {
                case PIPENV -> "Pipfile";
                case REQUIREMENTS -> "requirements.in";
                case PYLOCK -> folder.startsWith("uv") ? "requirements.in" : "pyproject.toml";
                default -> "pyproject.toml";
            };
        }

        String manifest() throws IOException {
            return text(manifestFile());
        }

        String text(String file) throws IOException {
            return Files.readString(Path.of("src/test/resources/dev/waag/lock/locks", folder, file));
        }

        LockFile lock() throws IOException, LockException {
            return Locks.read(
                    kind, kind.fileName(), text(kind.fileName()).getBytes(StandardCharsets.UTF_8), LockContext.ALONE);
        }

        SyncResult judge(String manifest) throws IOException, LockException {
            Manifest read = Manifests.read(
                    ManifestKind.of(manifestFile()).orElseThrow(),
                    manifestFile(),
                    manifest.getBytes(StandardCharsets.UTF_8),
                    LockContext.ALONE);
            return Sync.judge(
                    read, lock(), LockContext.ALONE, PartialEnvironment.of(Optional.empty(), Optional.empty()));
        }
    }
}
