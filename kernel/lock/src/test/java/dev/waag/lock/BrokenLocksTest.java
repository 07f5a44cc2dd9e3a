package dev.waag.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Malformed input names file, line and cause, and costs no more than the limits say. */
final class BrokenLocksTest {
    private static final String PYLOCK = "lock-version = \"1.0\"\n";

    @Test
    void requirements() {
        refused(LockKind.REQUIREMENTS, "zz-a==1.0\n\nzz b==1.0\n", 3, "not a requirement");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0\nzz-b==\n", 2, "not a requirement");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0 ; python_version >\n", 1, "not a requirement");
        refused(LockKind.REQUIREMENTS, "# x\nzz-a[==1.0\n", 2, "not a requirement");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0\n-r missing.txt\n", 2, "\"missing.txt\"");
        refused(LockKind.REQUIREMENTS, "zz-a==not-a-version!\n", 1, "not a version");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0 --nonsense\n", 1, "no such option: \"--nonsense\"");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0\n\u0000\u0001\u0002\n", 2, "not a requirement");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0 --hash=md5:00\n", 1, "--hash needs sha256");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0 --hash=sha256:xyz\n", 1, "hexadecimal digits");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0 --hash=sha256:00\n", 1, "as many hexadecimal digits");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0 --hash\n", 1, "--hash needs a value");
        refused(LockKind.REQUIREMENTS, "zz-a==1.0 --hash='sha256:00\n", 1, "a quote");
        refused(LockKind.REQUIREMENTS, "--pre=yes\n", 1, "takes no value");
        refused(LockKind.REQUIREMENTS, "--no\n", 1, "may be");
        refused(LockKind.REQUIREMENTS, "https://files.example/a.zip ; python_version >\n", 1, "not a requirement");
    }

    /** Arbitrary equality takes whatever follows it, as packaging does. */
    @Test
    void arbitraryEqualityNamesAnyVersion() throws Exception {
        byte[] pin = "zz-a===not-a-version!\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Locks.read(LockKind.REQUIREMENTS, "requirements.txt", pin, LockContext.ALONE)
                        .pins())
                .extracting(Pin::requirement)
                .containsExactly("zz-a===not-a-version!");
    }

    @Test
    void encodings() {
        refused(LockKind.REQUIREMENTS, new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xd8, 'z', 'z'}, 1, "UTF-16LE");
        refused(LockKind.REQUIREMENTS, new byte[] {'a', '\n', 'b', (byte) 0xff}, 2, "UTF-8");
        refused(LockKind.UV, new byte[] {'a', '=', '1', '\n', '#', (byte) 0xc3}, 2, "UTF-8");
        refused(LockKind.REQUIREMENTS, "# coding: no-such-thing\n", 1, "no such encoding");
    }

    @Test
    void toml() {
        refused(LockKind.POETRY, "[[package]]\nname = \"zz-a\"\nversion = \n", 3, "expected a value");
        refused(LockKind.POETRY, "[[package]]\nname = \"zz-a\"\n", 1, "no \"metadata\"");
        refused(LockKind.POETRY, "package = 3\n[metadata]\n", 1, "expected an array, found a number");
        refused(LockKind.POETRY, "[[package]]\nname = 3\nversion = []\n[metadata]\ncontent-hash = 1\n", 5, "a string");
        refused(LockKind.POETRY, "[metadata]\nlock-version = \"3.0\"\n", 2, "format \"3.0\"");
        refused(LockKind.UV, "version = 1\n[[package]\nname = \"zz-a\"\n", 2, "expected ']'");
        refused(LockKind.UV, "version = 999\n", 1, "format 999");
        refused(
                LockKind.UV,
                "version = 1\n[[package]]\nname = \"zz-a\"\nversion = \"1.0\"\nwheels = \"none\"\n",
                2,
                "source");
        refused(
                LockKind.UV,
                "version = 1\n[[package]]\nname = \"zz-a\"\nversion = \"1.0\"\nsource = { registry = \"r\" }\nwheels = \"none\"\n",
                6,
                "expected an array, found a string");
        refused(
                LockKind.UV,
                "version = 1\n[[package]]\nname = \"zz-a\"\nsource = { registry = \"r\" }\n",
                3,
                "no version");
        refused(
                LockKind.UV,
                "version = 1\n[[package]]\nname = \"zz-a\"\nsource = { moon = \"r\" }\n",
                4,
                "kinds of source");
        refused(LockKind.PDM, "[metadata]\nlock_version = \"4.5.0\"\n\n[[package]]\nname = \"zz-a\n", 5, "not closed");
        refused(LockKind.PDM, "[metadata]\nlock_version = \"4.5.0\"\n[[package]]\nversion = \"1\"\n", 3, "no \"name\"");
        refused(LockKind.PDM, "[[package]]\nversion = \"1\"\n", 1, "no \"metadata\"");
        refused(LockKind.PYLOCK, PYLOCK + "[[packages]]\nname = \"zz-a\"\nversion = \"1.0\n", 4, "not closed");
        refused(LockKind.PYLOCK, "lock-version = \"9.0\"\n[[packages]]\nname = \"zz-a\"\n", 1, "format \"9.0\"");
        refused(LockKind.PYLOCK, PYLOCK + "[[packages]]\nversion = \"1.0\"\n", 2, "no \"name\"");
        refused(LockKind.PYLOCK, PYLOCK + "[[packages]]\nname = \"-\"\n", 3, "not a project's name");
        refused(LockKind.PYLOCK, PYLOCK + "[[packages]]\nname = \"a\"\nversion = \"x\"\n", 4, "not a version");
    }

    @Test
    void json() {
        refused(
                LockKind.PIPENV,
                "{\n \"_meta\": {},\n \"default\": {\n  \"zz-a\": {\"version\": \"==1.0\"\n }\n}\n",
                7,
                "not JSON");
        refused(LockKind.PIPENV, "[]", 1, "expected a table, found an array");
        refused(LockKind.PIPENV, "{\"default\": {\"zz-a\": 7}}", 1, "expected a table, found a number");
        refused(LockKind.PIPENV, "{\"default\": {\n\"a\": {\"version\": \"==1\"}, \"a\": {}}}", 2, "Duplicate");
        refused(LockKind.PIPENV, "{\"default\": {\n\"a\": {\"hashes\": []}}}", 2, "no exact version");
        refused(LockKind.PIPENV, "{} {}", 1, "goes on");
        refused(LockKind.PIPENV, "", 1, "empty");
    }

    @Test
    void nesting() {
        refused(LockKind.PYLOCK, "a = " + "[".repeat(100_000), 1, "limit: depth");
        refused(LockKind.PYLOCK, "a = " + "{a=".repeat(100_000), 1, "limit: depth");
        refused(LockKind.PYLOCK, "a" + ".a".repeat(100_000) + " = 1", 1, "limit: depth");
        refused(LockKind.PYLOCK, "[a" + ".a".repeat(100_000) + "]", 1, "limit: depth");
        refused(LockKind.PIPENV, "[".repeat(200_000), 1, "not JSON");
    }

    @Test
    void size() {
        byte[] large = new byte[50 << 20];
        java.util.Arrays.fill(large, (byte) '\n');
        for (LockKind kind : LockKind.values()) {
            refused(kind, large, 0, "limit: bytes");
        }
        LockContext few = new LockContext(path -> Optional.empty(), Map.of(), new LockLimits(1000, 10, 10, 64, 1, 3));
        assertThatThrownBy(() -> Locks.read(
                        LockKind.UV, "uv.lock", "a = [1,2,3,4,5,6,7,8,9,10]".getBytes(StandardCharsets.UTF_8), few))
                .hasMessageContaining("limit: values");
        assertThatThrownBy(() -> Locks.read(
                        LockKind.PIPENV, "P", "[1,2,3,4,5,6,7,8,9,10]".getBytes(StandardCharsets.UTF_8), few))
                .hasMessageContaining("limit: values");
        assertThatThrownBy(() -> Locks.read(
                        LockKind.REQUIREMENTS, "r", "a==1\n".repeat(11).getBytes(StandardCharsets.UTF_8), few))
                .hasMessageContaining("limit: requirements");
    }

    @Test
    void filesThatIncludeEachOther() {
        Map<String, String> files =
                Map.of("d/other.txt", "-r requirements.txt\n", "d/requirements.txt", "-r ./other.txt\n");
        assertThatThrownBy(() -> Locks.read(
                        LockKind.REQUIREMENTS,
                        "d/requirements.txt",
                        "\n-r ../d/other.txt".getBytes(StandardCharsets.UTF_8),
                        Texts.with(files)))
                .isInstanceOf(LockException.class)
                .hasMessage("d/other.txt:1:1: \"d/requirements.txt\" includes itself");
        Map<String, String> doubling = new java.util.HashMap<>();
        for (int i = 0; i < 40; i++) {
            doubling.put("f" + i, "-r f" + (i + 1) + "\n-r f" + (i + 1) + "\n");
        }
        doubling.put("f40", "");
        assertThatThrownBy(() -> Locks.read(
                        LockKind.REQUIREMENTS, "r", "-r f0".getBytes(StandardCharsets.UTF_8), Texts.with(doubling)))
                .hasMessageContaining("limit: files");
    }

    private static void refused(LockKind kind, String text, int line, String cause) {
        refused(kind, text.getBytes(StandardCharsets.UTF_8), line, cause);
    }

    private static void refused(LockKind kind, byte[] content, int line, String cause) {
        assertThatThrownBy(() -> Locks.read(kind, kind.fileName(), content, LockContext.ALONE))
                .isInstanceOfSatisfying(LockException.class, e -> {
                    assertThat(e.file()).isEqualTo(kind.fileName());
                    assertThat(e.line()).as(e.getMessage()).isEqualTo(line);
                    assertThat(e.reason()).contains(cause).doesNotContain("\n");
                    assertThat(e).hasMessageStartingWith(kind.fileName()).hasMessageEndingWith(e.reason());
                });
    }
}
