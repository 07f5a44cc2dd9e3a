package dev.waag.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads each settings file once and enters it in the report. Encodings as pip's {@code auto_decode}: a byte order mark,
 * else a {@code coding:} comment in the first two lines, else UTF-8, else Latin-1; and UTF-16 without a mark is recognised too.
 */
final class TextFiles {
    /** Larger files are listed as unreadable. */
    static final int MAX_BYTES = 2 << 20;

    private static final Pattern CODING =
            Pattern.compile("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)", Pattern.MULTILINE);

    private final Judge judge;
    private final Set<Path> seen = new HashSet<>();

    TextFiles(Judge judge) {
        this.judge = judge;
    }

    /** The text, or nothing where the file was read before or cannot be read (the report says so). */
    Optional<String> read(Path file, String place) {
        try {
            Path real = file.toRealPath();
            if (!seen.add(real)) {
                return Optional.empty();
            }
            if (!Files.isRegularFile(real)) {
                judge.unreadable(place, "it is not a regular file");
                return Optional.empty();
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(real)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                judge.unreadable(place, "it is larger than " + (MAX_BYTES >> 20) + " MiB");
                return Optional.empty();
            }
            Optional<String> text = decode(bytes);
            if (text.isEmpty()) {
                judge.unreadable(place, "it declares an encoding that is not known here");
            } else {
                judge.looked(place);
            }
            return text;
        } catch (NoSuchFileException e) {
            judge.unreadable(place, "it does not exist");
        } catch (AccessDeniedException e) {
            judge.unreadable(place, "no permission to read it");
        } catch (IOException e) {
            judge.unreadable(place, "it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    /** The text of these bytes; nothing where they declare an encoding that does not exist here. */
    static Optional<String> decode(byte[] bytes) {
        Optional<Charset> marked = mark(bytes);
        if (marked.isPresent()) {
            String text = new String(bytes, marked.get());
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        }
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher m = CODING.matcher(firstTwoLines(latin));
        if (m.find()) {
            return charset(m.group(1)).map(c -> new String(bytes, c));
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.of(latin);
        }
    }

    private static Optional<Charset> mark(byte[] b) {
        if (starts(b, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (starts(b, 0xFF, 0xFE, 0, 0)) {
            return Optional.of(StandardCharsets.UTF_32LE);
        }
        if (starts(b, 0, 0, 0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_32BE);
        }
        if (starts(b, 0xFF, 0xFE) || (b.length > 3 && b[0] != 0 && b[1] == 0 && b[3] == 0)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (starts(b, 0xFE, 0xFF) || (b.length > 3 && b[0] == 0 && b[1] != 0 && b[2] == 0)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] bytes, int... mark) {
        return bytes.length >= mark.length
                && Arrays.stream(mark)
                        .boxed()
                        .toList()
                        .equals(java.util.stream.IntStream.range(0, mark.length)
                                .mapToObj(i -> bytes[i] & 0xFF)
                                .toList());
    }

    private static String firstTwoLines(String text) {
        int first = text.indexOf('\n');
        int second = first < 0 ? -1 : text.indexOf('\n', first + 1);
        return second < 0 ? text : text.substring(0, second);
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name.equals("utf-8-sig") ? "utf-8" : name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
