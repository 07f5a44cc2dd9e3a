package dev.waag.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a file is by its first bytes, against what its name says. */
final class Magic {
    static final Set<String> MEDIA = Set.of(
            "png", "jpg", "jpeg", "gif", "bmp", "ico", "webp", "svg", "wav", "mp3", "ogg", "mp4", "avi", "mov", "flac",
            "ttf", "otf", "woff", "woff2", "pdf", "tif", "tiff");
    private static final Set<String> TEXT = Set.of(
            "txt", "md", "rst", "json", "csv", "tsv", "xml", "html", "htm", "css", "js", "yml", "yaml", "toml", "ini",
            "cfg", "conf", "dat", "log", "po", "pot", "typed", "pyi");
    private static final Set<String> NATIVE =
            Set.of("so", "dylib", "dll", "pyd", "exe", "a", "lib", "o", "node", "bundle", "bin", "com", "sys");
    private static final Set<String> SCRIPTS = Set.of(
            "sh", "bash", "bat", "cmd", "ps1", "vbs", "js", "py", "pyw", "pl", "rb", "command", "fish", "zsh", "csh");

    private Magic() {}

    static boolean native_(byte[] head, int length) {
        return Elf.is(head, length) || Pe.is(head, length) || MachO.is(head, length);
    }

    /** The kind of archive that begins there. */
    static Optional<String> archive(byte[] b, int n) {
        if (n >= 4 && b[0] == 'P' && b[1] == 'K' && b[2] == 3 && b[3] == 4) {
            return Optional.of("zip");
        }
        if (n >= 3 && b[0] == 0x1f && (b[1] & 0xff) == 0x8b && b[2] == 8) {
            return Optional.of("gzip");
        }
        if (starts(b, n, "7z\u00bc\u00af'\u001c")) {
            return Optional.of("7z");
        }
        if (starts(b, n, "Rar!\u001a\u0007")) {
            return Optional.of("rar");
        }
        if (n >= 6 && (b[0] & 0xff) == 0xfd && b[1] == '7' && b[2] == 'z' && b[3] == 'X' && b[4] == 'Z') {
            return Optional.of("xz");
        }
        return starts(b, n, "BZh") && n > 10 && b[4] == 0x31 && b[5] == 0x41 ? Optional.of("bzip2") : Optional.empty();
    }

    private static boolean starts(byte[] b, int n, String mark) {
        byte[] wanted = mark.getBytes(StandardCharsets.ISO_8859_1);
        return n >= wanted.length && Arrays.equals(b, 0, wanted.length, wanted, 0, wanted.length);
    }

    /** The interpreter that a script names in its first line. */
    static Optional<String> script(byte[] b, int n) {
        if (n < 4 || b[0] != '#' || b[1] != '!') {
            return Optional.empty();
        }
        int end = 2;
        while (end < Math.min(n, 120) && b[end] != '\n' && b[end] != '\r') {
            end++;
        }
        String line = new String(b, 2, end - 2, StandardCharsets.ISO_8859_1).strip();
        return line.startsWith("/") ? Optional.of(line) : Optional.empty();
    }

    static String extension(String name) {
        String base = name.substring(name.lastIndexOf('/') + 1);
        int dot = base.lastIndexOf('.');
        return dot < 0 ? "" : base.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    static boolean media(String name) {
        return MEDIA.contains(extension(name));
    }

    static boolean text(String name) {
        return TEXT.contains(extension(name));
    }

    /** Whether a native file may have that name: libraries also bear versions, {@code libz.so.1.2}. */
    static boolean nativeName(String name) {
        String base = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return NATIVE.contains(extension(name)) || base.contains(".so.") || base.indexOf('.') < 0;
    }

    static boolean scriptName(String name) {
        return SCRIPTS.contains(extension(name)) || extension(name).isEmpty();
    }
}
