package dev.waag.check;

import dev.waag.lock.LockContext;
import dev.waag.lock.LockException;
import dev.waag.lock.LockFile;
import dev.waag.lock.LockKind;
import dev.waag.lock.Locks;
import dev.waag.lock.Pin;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts other versions, with their hashes, into a requirements file. Everything else stays as it is, byte for byte: comments, order, the way
 * that lines are continued, their ends. What was written is read back, and refused where it says anything but what was meant.
 */
final class RequirementsEdit {
    private static final Pattern HASH = Pattern.compile("(--hash(?:=|[ \\t]+))[A-Za-z0-9]+:[0-9A-Fa-f]+");
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n-\r\u001c-\u001e\u0085\u2028\u2029]");

    /**
     * One pin's change.
     *
     * @param line of the requirement, from 1
     * @param hashes of the new version, each as {@code algorithm:hex}; for a pin without hashes none
     */
    record Change(int line, String from, String to, List<String> hashes) {}

    private RequirementsEdit() {}

    /**
     * The file with the changes made.
     *
     * @throws LockException where the file is not written so that this can change it safely
     */
    static byte[] apply(String file, byte[] content, List<Change> changes, LockContext context) throws LockException {
        Charset charset = charset(content);
        String text = new String(content, charset);
        List<Integer> starts = starts(text);
        StringBuilder edited = new StringBuilder(text);
        List<Change> fromBelow = new ArrayList<>(changes);
        fromBelow.sort(Comparator.comparingInt(Change::line).reversed());
        for (Change change : fromBelow) {
            int start = starts.get(change.line() - 1);
            int end = end(text, starts, change.line());
            edited.replace(start, end, one(file, text.substring(start, end), change));
        }
        byte[] after = edited.toString().getBytes(charset);
        proveSame(file, content, after, changes, context);
        return after;
    }

    private static String one(String file, String lines, Change change) throws LockException {
        Matcher version = Pattern.compile("(===?\\s*)" + Pattern.quote(change.from()) + "(?![\\w.!+*-])")
                .matcher(lines);
        if (!version.find()) {
            throw new LockException(
                    file,
                    change.line(),
                    1,
                    "no '==" + change.from()
                            + "' stands there; its version comes from a constraints file or a variable");
        }
        String changed =
                lines.substring(0, version.start()) + version.group(1) + change.to() + lines.substring(version.end());
        return change.hashes().isEmpty() ? changed : hashed(changed, change.hashes());
    }

    /** The hashes in the place of those that are there, told apart as those are; one alone as it is set off from the requirement. */
    private static String hashed(String lines, List<String> hashes) {
        Matcher hash = HASH.matcher(lines);
        if (!hash.find()) {
            return lines;
        }
        int start = hash.start();
        int end = hash.end();
        String option = hash.group(1);
        String between = "";
        while (hash.find()) {
            between = between.isEmpty() ? lines.substring(end, hash.start()) : between;
            end = hash.end();
        }
        if (between.isEmpty()) {
            int from = start;
            while (from > 0 && isBetween(lines.charAt(from - 1))) {
                from--;
            }
            between = lines.substring(from, start);
        }
        List<String> options = hashes.stream().sorted().map(h -> option + h).toList();
        return lines.substring(0, start) + String.join(between, options) + lines.substring(end);
    }

    private static boolean isBetween(char c) {
        return c == ' ' || c == '\t' || c == '\\' || c == '\r' || c == '\n';
    }

    /** Where each line begins, as pip tells lines apart. */
    private static List<Integer> starts(String text) {
        List<Integer> starts = new ArrayList<>();
        starts.add(0);
        Matcher end = LINE_END.matcher(text);
        while (end.find()) {
            starts.add(end.end());
        }
        return starts;
    }

    /** The end of the last of the lines that a backslash joins with this one. */
    private static int end(String text, List<Integer> starts, int line) {
        int at = line;
        while (at < starts.size()) {
            String one = text.substring(starts.get(at - 1), starts.get(at)).stripTrailing();
            if (!one.endsWith("\\")) {
                return starts.get(at);
            }
            at++;
        }
        return text.length();
    }

    /** The character set in which the bytes are text and the text is again these bytes. */
    private static Charset charset(byte[] content) {
        boolean wide = content.length > 1
                && ((content[0] & 0xff) == 0xff && (content[1] & 0xff) == 0xfe
                        || (content[0] & 0xff) == 0xfe && (content[1] & 0xff) == 0xff);
        if (wide) {
            return (content[0] & 0xff) == 0xff ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1; // each byte a character: ours are all ASCII
        }
    }

    private static void proveSame(String file, byte[] before, byte[] after, List<Change> changes, LockContext context)
            throws LockException {
        LockFile old = Locks.read(LockKind.REQUIREMENTS, file, before, context);
        LockFile made = Locks.read(LockKind.REQUIREMENTS, file, after, context);
        boolean same = old.pins().size() == made.pins().size();
        for (int i = 0; same && i < old.pins().size(); i++) {
            Pin was = old.pins().get(i);
            Pin is = made.pins().get(i);
            Optional<Change> change = was.place().file().equals(file)
                    ? changes.stream()
                            .filter(c -> c.line() == was.place().line())
                            .findFirst()
                    : Optional.empty();
            same = was.name().equals(is.name())
                    && was.marker().equals(is.marker())
                    && was.extras().equals(is.extras())
                    && is.version().equals(change.map(Change::to).or(was::version))
                    && sorted(is.hashes())
                            .equals(sorted(change.map(Change::hashes)
                                    .filter(h -> !h.isEmpty())
                                    .orElse(was.hashes())));
        }
        if (!same) {
            throw new LockException(
                    file,
                    0,
                    0,
                    "its requirements are written in a way that cannot be changed safely; nothing was changed");
        }
    }

    private static List<String> sorted(List<String> hashes) {
        return hashes.stream().sorted().toList();
    }
}
