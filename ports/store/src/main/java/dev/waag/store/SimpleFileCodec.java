package dev.waag.store;

import dev.waag.python.SimpleFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A {@link SimpleFile} as the bytes of a column: a version byte, then each field with its length. Compact and quick, for a page has
 * thousands; the database never looks inside.
 */
final class SimpleFileCodec {
    private static final byte VERSION = 1;
    private static final long NONE = Long.MIN_VALUE;

    private SimpleFileCodec() {}

    static byte[] write(SimpleFile f) {
        Out out = new Out();
        out.text(f.filename());
        out.text(f.url());
        out.number(f.hashes().size());
        f.hashes().forEach((name, value) -> {
            out.text(name);
            out.text(value);
        });
        out.number(f.size().orElse(NONE));
        out.number(f.uploadTime().map(SimpleFileCodec::micros).orElse(NONE));
        out.text(f.requiresPython());
        out.optional(f.yanked());
        out.number(f.hasMetadata() ? 1 : 0);
        out.optional(f.metadataSha256());
        out.optional(f.provenance());
        return out.bytes();
    }

    static SimpleFile read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() != VERSION) {
            throw new IllegalStateException("a file's row was written by a newer Waag");
        }
        String filename = text(in);
        String url = text(in);
        Map<String, String> hashes = new LinkedHashMap<>();
        for (long left = in.getLong(); left > 0; left--) {
            String name = text(in);
            hashes.put(name, text(in));
        }
        long size = in.getLong();
        long time = in.getLong();
        return new SimpleFile(
                filename,
                url,
                hashes,
                size == NONE ? OptionalLong.empty() : OptionalLong.of(size),
                time == NONE
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochSecond(
                                Math.floorDiv(time, 1_000_000), Math.floorMod(time, 1_000_000) * 1000L)),
                text(in),
                optional(in),
                in.getLong() == 1,
                optional(in),
                optional(in));
    }

    private static long micros(Instant t) {
        return t.getEpochSecond() * 1_000_000 + t.getNano() / 1000;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Optional<String> optional(ByteBuffer in) {
        return in.get() == 1 ? Optional.of(text(in)) : Optional.empty();
    }

    private static final class Out {
        private ByteBuffer buffer = ByteBuffer.allocate(512).put(VERSION);

        void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            room(bytes.length + 4).putInt(bytes.length).put(bytes);
        }

        void optional(Optional<String> text) {
            room(1).put((byte) (text.isPresent() ? 1 : 0));
            text.ifPresent(this::text);
        }

        void number(long n) {
            room(8).putLong(n);
        }

        byte[] bytes() {
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        }

        private ByteBuffer room(int bytes) {
            if (buffer.remaining() < bytes) {
                ByteBuffer larger = ByteBuffer.allocate(buffer.capacity() * 2 + bytes);
                buffer = larger.put(buffer.flip());
            }
            return buffer;
        }
    }
}
