package dev.waag.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waag.python.PartialEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Whatever comes in, a reader gives values that its laws hold for, or says where the input breaks its format. */
final class LockFuzzTest {
    private static final LockLimits LIMITS = new LockLimits(1 << 20, 20_000, 2_000, 32, 20, 100);

    @FuzzTest
    void requirements(byte[] input) {
        lock(LockKind.REQUIREMENTS, input);
    }

    @FuzzTest
    void poetry(byte[] input) {
        lock(LockKind.POETRY, input);
    }

    @FuzzTest
    void uv(byte[] input) {
        lock(LockKind.UV, input);
    }

    @FuzzTest
    void pdm(byte[] input) {
        lock(LockKind.PDM, input);
    }

    @FuzzTest
    void pipenv(byte[] input) {
        lock(LockKind.PIPENV, input);
    }

    @FuzzTest
    void pylock(byte[] input) {
        lock(LockKind.PYLOCK, input);
    }

    @FuzzTest
    void pyproject(byte[] input) {
        manifest(ManifestKind.PYPROJECT, input);
    }

    @FuzzTest
    void pipfile(byte[] input) {
        manifest(ManifestKind.PIPFILE, input);
    }

    @FuzzTest
    void setupCfg(byte[] input) {
        manifest(ManifestKind.SETUP_CFG, input);
    }

    /** A manifest and a lock with a NUL between them. */
    @FuzzTest
    void sync(byte[] input) {
        int middle = 0;
        while (middle < input.length && input[middle] != 0) {
            middle++;
        }
        byte[] first = Arrays.copyOf(input, middle);
        byte[] second = Arrays.copyOfRange(input, Math.min(middle + 1, input.length), input.length);
        for (LockKind kind : LockKind.values()) {
            Optional<Manifest> manifest =
                    manifest(kind == LockKind.PIPENV ? ManifestKind.PIPFILE : ManifestKind.PYPROJECT, first);
            Optional<LockFile> lock = lock(kind, second);
            if (manifest.isPresent() && lock.isPresent()) {
                sync(manifest.get(), lock.get());
            }
        }
    }

    @FuzzTest
    void toml(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Node root = TomlReader.read("f", text, LIMITS);
            int lines = text.split("\n", -1).length;
            assertThat(count(root, lines, 0)).isLessThanOrEqualTo(LIMITS.values());
        } catch (LockException e) {
            check(e);
        }
    }

    /** Each value stands in the text, and none deeper than the limit allows. */
    private static int count(Node node, int lines, int depth) throws LockException {
        assertThat(node.line()).isBetween(1, lines);
        assertThat(node.column()).isPositive();
        assertThat(depth).isLessThanOrEqualTo(2 * LIMITS.depth());
        int count = 0;
        if (node.isTable()) {
            for (Node member : node.entries().values()) {
                count += 1 + count(member, lines, depth + 1);
            }
        } else if (node.isList()) {
            for (Node item : node.items()) {
                count += 1 + count(item, lines, depth + 1);
            }
        }
        return count;
    }

    private static LockContext context() {
        return new LockContext(
                path -> Optional.of(("a==1\n-r " + path + "x\n").getBytes(StandardCharsets.UTF_8)),
                Map.of("A", "${B}"),
                LIMITS);
    }

    private static Optional<LockFile> lock(LockKind kind, byte[] input) {
        try {
            LockFile lock = Locks.read(kind, "lock", input, context());
            assertThat(lock.pins()).allSatisfy(pin -> {
                assertThat(pin.place().line()).isPositive();
                assertThat(pin.hashes()).allMatch(h -> h.indexOf(':') > 0).doesNotHaveDuplicates();
                assertThat(pin.source().isFolder()).isFalse();
            });
            DependencyPaths paths = lock.paths();
            for (Pin pin : lock.pins()) {
                assertThat(paths.to(pin.name())).doesNotHaveDuplicates();
            }
            assertThat(lock.indexes()).isNotNull();
            return Optional.of(lock);
        } catch (LockException e) {
            check(e);
            return Optional.empty();
        }
    }

    private static Optional<Manifest> manifest(ManifestKind kind, byte[] input) {
        try {
            Manifest manifest = Manifests.read(kind, "manifest", input, context());
            assertThat(manifest.requirements())
                    .allSatisfy(d -> assertThat(d.place().line()).isPositive());
            return Optional.of(manifest);
        } catch (LockException e) {
            check(e);
            return Optional.empty();
        }
    }

    private static void sync(Manifest manifest, LockFile lock) {
        try {
            SyncResult result = Sync.judge(
                    manifest, lock, LockContext.ALONE, PartialEnvironment.of(Optional.empty(), Optional.empty()));
            assertThat(result.reasons().isEmpty()).isEqualTo(result.state() == SyncResult.State.IN_SYNC);
        } catch (LockException e) {
            check(e);
        }
    }

    private static void check(LockException e) {
        assertThat(e.file()).isNotEmpty();
        assertThat(e.line()).isNotNegative();
        assertThat(e.reason()).isNotEmpty().doesNotContain("\n");
    }
}
