package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a tar from its first byte to its last. Written here rather than taken from a library: what matters is what other readers may take in
 * another way, and that names and records are bounded before they are read.
 */
final class TarReader {
    private static final int LONGEST_RECORDS = 64 << 10;

    private final InputStream in;
    private final Problems problems;
    private final Budget budget;
    private final Limits limits;
    private final Paths paths;
    private final MemberVisitor visitor;
    private final Map<String, String> pax = new LinkedHashMap<>();
    private String longName = "";
    private String longTarget = "";

    TarReader(InputStream in, Problems problems, Budget budget, Limits limits, Paths paths, MemberVisitor visitor) {
        this.in = in;
        this.problems = problems;
        this.budget = budget;
        this.limits = limits;
        this.paths = paths;
        this.visitor = visitor;
    }

    void read() throws IOException {
        while (true) {
            byte[] block = in.readNBytes(TarHeader.BLOCK);
            if (block.length == 0) {
                return;
            }
            if (block.length < TarHeader.BLOCK) {
                throw problems.broken("", "the archive is cut short within a tar header");
            }
            budget.unpacked("", TarHeader.BLOCK, 0, -1);
            if (zeros(block, block.length)) {
                rest();
                return;
            }
            entry(TarHeader.read(block, problems));
        }
    }

    private void entry(TarHeader header) throws IOException {
        switch (header.type()) {
            case 'L' -> longName = record(header, limits.nameLength());
            case 'K' -> longTarget = record(header, limits.nameLength());
            case 'x' -> records(record(header, LONGEST_RECORDS));
            case 'g' -> {
                Map<String, String> before = Map.copyOf(pax);
                records(record(header, LONGEST_RECORDS));
                if (pax.containsKey("path") || pax.containsKey("size") || pax.containsKey("linkpath")) {
                    problems.unsafe("", "a global pax header that gives every member one name, size or target");
                }
                pax.clear();
                pax.putAll(before);
            }
            default -> member(header);
        }
    }

    private void member(TarHeader header) throws IOException {
        String name = pax.getOrDefault("path", longName.isEmpty() ? header.name() : longName);
        String target = pax.getOrDefault("linkpath", longTarget.isEmpty() ? header.target() : longTarget);
        long size = header.size();
        String said = pax.getOrDefault("size", "");
        if (!said.isEmpty()) {
            size = paxSize(said, name);
        }
        boolean sparse = pax.keySet().stream().anyMatch(k -> k.startsWith("GNU.sparse"));
        pax.clear();
        longName = "";
        longTarget = "";
        budget.entry(name, name.getBytes(StandardCharsets.UTF_8).length);
        if (sparse || header.type() == 'S') {
            throw problems.broken(name, "a sparse file, which readers unpack in different ways");
        }
        boolean folder = header.type() == '5' || header.type() == 0 && name.endsWith("/");
        boolean file = !folder && (header.type() == '0' || header.type() == 0 || header.type() == '7');
        boolean link = header.type() == '1' || header.type() == '2';
        paths.add(name, folder);
        if (file && name.endsWith("/")) {
            problems.unsafe(name, "a file that is also a folder");
        }
        switch (header.type()) {
            case '1' -> paths.hardLink(name, target);
            case '2' -> paths.link(name, target);
            case '3', '4' -> problems.unsafe(name, "a device");
            case '6' -> problems.unsafe(name, "a pipe");
            default -> {
                if (!file && !folder) {
                    problems.unsafe(name, "a member of an unknown type", String.valueOf(header.type()));
                }
            }
        }
        // a link, a folder, a device or a pipe has no data, whatever its size says
        if (!file && size > 0) {
            if (link || folder) {
                throw problems.broken(
                        name, "a link or folder that claims to have data: readers disagree on what follows");
            }
            size = header.type() >= '3' && header.type() <= '6' ? 0 : size;
        }
        TarData data = new TarData(name, size);
        if (file) {
            visitor.file(new Member(Paths.plain(name), size), data);
        }
        data.finish();
    }

    private long paxSize(String said, String name) throws ArchiveException {
        try {
            long size = Long.parseLong(said);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // falls through: it is as unusable as a negative one
        }
        throw problems.broken(name, "a pax header without a usable size");
    }

    private String record(TarHeader header, int longest) throws IOException {
        budget.entry("", 0);
        if (header.size() > longest) {
            throw problems.broken(
                    "",
                    "a tar record of " + header.size() + " bytes for a name, more than " + longest
                            + " (limit: name length)");
        }
        TarData data = new TarData("", header.size());
        byte[] bytes = data.readAllBytes();
        data.finish();
        boolean pairs = header.type() == 'x' || header.type() == 'g';
        return pairs ? Text.latin(bytes) : TarHeader.text(bytes, 0, bytes.length);
    }

    /** Lines of {@code LENGTH KEY=VALUE\n}, each as long as it says. The text has one character a byte. */
    private void records(String text) throws ArchiveException {
        int at = 0;
        while (at < text.length() && text.charAt(at) != 0) {
            int space = text.indexOf(' ', at);
            int length = space < 0 || space - at > 6 ? -1 : digits(text.substring(at, space));
            int equals = space < 0 ? -1 : text.indexOf('=', space);
            int end = at + length;
            if (length <= 0 || end > text.length() || equals < 0 || equals >= end || text.charAt(end - 1) != '\n') {
                throw problems.broken("", "a pax header that cannot be read");
            }
            byte[] value = text.substring(equals + 1, end - 1).getBytes(StandardCharsets.ISO_8859_1);
            pax.put(
                    text.substring(space + 1, equals),
                    Text.decode(value, StandardCharsets.UTF_8).orElseGet(() -> Text.latin(value)));
            at = end;
        }
    }

    private static int digits(String text) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return text.isEmpty() ? -1 : value;
    }

    /** Readers stop at the first block of zeros; whatever is behind it is hidden. */
    private void rest() throws IOException {
        byte[] rest = new byte[32 << 10];
        for (int n = in.read(rest); n >= 0; n = in.read(rest)) {
            budget.unpacked("", n, 0, -1);
            if (!zeros(rest, n)) {
                problems.unsafe("", "data stand behind the archive's end");
                throw new ArchiveException("data stand behind the archive's end");
            }
        }
    }

    private static boolean zeros(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** A member's data, padded to whole blocks. */
    private final class TarData extends InputStream {
        private final String name;
        private final long size;
        private long read;

        TarData(String name, long size) {
            this.name = name;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (read == size) {
                return -1;
            }
            int n = in.read(into, at, (int) Math.min(length, size - read));
            if (n < 0) {
                throw problems.broken(name, "the archive is cut short within a member");
            }
            read += n;
            budget.unpacked(name, n, read, -1);
            return n;
        }

        void finish() throws IOException {
            byte[] skip = new byte[16 << 10];
            while (read(skip, 0, skip.length) >= 0) {
                // to the member's end
            }
            int padding = (int) (-size & TarHeader.BLOCK - 1);
            if (in.readNBytes(padding).length < padding) {
                throw problems.broken(name, "the archive is cut short within a member");
            }
        }
    }
}
