package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Things within data files that are not data. */
final class Payloads {
    private static final int END_RECORD = 22;

    private final Problems problems;
    private final Nested nested;

    Payloads(Limits limits, Problems problems) {
        this.problems = problems;
        this.nested = new Nested(limits, problems);
    }

    /** A file that is neither a source, nor native, nor media, by its head; the rest follows in the stream. */
    void data(String path, long size, byte[] bytes, int length, InputStream rest) throws IOException {
        Optional<String> archive = Magic.archive(bytes, length);
        if (archive.isPresent()) {
            if (Magic.text(path) && !path.endsWith(".dat")) {
                add("high", path, "an archive (" + archive.get() + ") under the name of a text", "");
            }
            nested.look(path, size, archive.get(), bytes, length, rest);
            return;
        }
        Optional<String> script = Magic.script(bytes, length);
        if (script.isPresent() && !Magic.scriptName(path)) {
            add("low", path, "a script under the name of something else", "#!" + script.get());
        }
    }

    /** An image, a sound, a font: whole, as far as the limit lets it. */
    void media(String path, byte[] bytes, int length) {
        Optional<String> archive = Magic.archive(bytes, length);
        Optional<String> script = Magic.script(bytes, length);
        boolean compressed = path.endsWith(".svg") || path.endsWith(".pdf");
        if (archive.isPresent() && !compressed) {
            add("critical", path, "an archive (" + archive.get() + ") under the name of a media file", "");
        } else if (script.isPresent()) {
            add("critical", path, "a script under the name of a media file", "#!" + script.get());
        } else if (endsWithZip(bytes, length)) {
            add("critical", path, "a media file that is a zip archive too", "");
        } else {
            appended(path, bytes, length);
        }
    }

    private static boolean endsWithZip(byte[] b, int length) {
        for (int i = length - END_RECORD; i >= 0 && i > length - END_RECORD - 1024; i--) {
            if (b[i] == 'P' && b[i + 1] == 'K' && b[i + 2] == 5 && b[i + 3] == 6) {
                int comment = b[i + 20] & 0xff | (b[i + 21] & 0xff) << 8;
                return i + END_RECORD + comment == length;
            }
        }
        return false;
    }

    /** What stands behind the end of a picture. */
    private void appended(String path, byte[] b, int length) {
        int end = MediaEnd.find(b, length);
        int more = length - end;
        if (end < 0 || more < 64) {
            return;
        }
        byte[] tail = java.util.Arrays.copyOfRange(b, end, length);
        Optional<String> what = Magic.archive(tail, tail.length)
                .map(a -> "an archive (" + a + ")")
                .or(() -> Magic.native_(tail, tail.length) ? Optional.of("a native program") : Optional.empty())
                .or(() -> Magic.script(tail, tail.length).map(s -> "a script"))
                .or(() -> looksLikeCode(tail) ? Optional.of("source code") : Optional.empty());
        if (what.isPresent()) {
            add("critical", path, what.get() + " behind the end of a picture", "");
        } else if (more > 4096) {
            add("low", path, more + " bytes behind the end of a picture", "");
        }
    }

    private static boolean looksLikeCode(byte[] tail) {
        String text = new String(tail, 0, Math.min(tail.length, 8192), StandardCharsets.ISO_8859_1);
        return text.contains("import ")
                        && (text.contains("exec(") || text.contains("os.") || text.contains("subprocess"))
                || text.contains("<script")
                || text.contains("powershell");
    }

    private void add(String severity, String path, String message, String evidence) {
        problems.add(new Finding("payload", severity, path, 0, message, evidence));
    }
}
