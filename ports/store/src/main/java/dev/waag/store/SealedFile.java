package dev.waag.store;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** An encrypted file, open for reading; and how one is written. Safe for several threads. */
public final class SealedFile implements AutoCloseable {
    /** What the name of such a file ends with. */
    static final String SUFFIX = ".sealed";

    private final FileChannel channel;
    private final SealedFormat format;

    private SealedFile(FileChannel channel, SealedFormat format) {
        this.channel = channel;
        this.format = format;
    }

    /** Whether a file of the store is encrypted. */
    public static boolean is(Path file) {
        return String.valueOf(file.getFileName()).endsWith(SUFFIX);
    }

    /** Opens a file of the store by its name, which is its digest. */
    static SealedFile open(Path file, DataKeys keys) throws IOException {
        String name = String.valueOf(file.getFileName());
        Sha256 digest = Sha256.parse(name.substring(0, name.length() - SUFFIX.length()))
                .orElseThrow(() -> new IOException("not an encrypted file of the store: " + file));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            byte[] header = new byte[SealedFormat.HEADER];
            read(channel, ByteBuffer.wrap(header), 0);
            return new SealedFile(channel, SealedFormat.read(header, channel.size(), digest, keys));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Encrypts a file beside it; the result is on the disk when this returns. */
    static void seal(Path plain, Path sealed, Sha256 digest, DataKeys keys) throws IOException {
        try (InputStream in = Files.newInputStream(plain)) {
            seal(in, Files.size(plain), sealed, digest, keys);
        }
    }

    /** The same of bytes whose number and digest are known: of others nothing is kept. */
    static void seal(InputStream plain, long length, Path sealed, Sha256 digest, DataKeys keys) throws IOException {
        MessageDigest found = Sha256.digest();
        byte[] salt = new byte[SealedFormat.SALT];
        new SecureRandom().nextBytes(salt);
        long number = keys.current();
        SealedFormat format = SealedFormat.create(number, salt, length, digest, keys.key(number));
        try (FileChannel out = FileChannel.open(
                sealed, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(out, format.header());
            byte[] segment = new byte[SealedFormat.SEGMENT];
            for (long i = 0; i < SealedFormat.segments(length); i++) {
                int count = plain.readNBytes(segment, 0, segment.length);
                found.update(segment, 0, count);
                write(out, format.seal(i, segment, count));
            }
            out.force(true);
            if (out.position() != SealedFormat.sealedLength(length)
                    || !Sha256.ofDigest(found.digest()).equals(digest)) {
                throw new IOException("what was to be encrypted as " + digest + " has other bytes");
            }
        }
    }

    private static void write(FileChannel out, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    private static void read(FileChannel channel, ByteBuffer into, long at) throws IOException {
        long place = at;
        while (into.hasRemaining()) {
            int n = channel.read(into, place);
            if (n < 0) {
                throw new IOException("an encrypted file ends too early");
            }
            place += n;
        }
    }

    /** Of the plaintext. */
    public long size() {
        return format.length();
    }

    /** Verified bytes from that offset on: as many as the segment has that holds them, at most {@code most}; none at the end. */
    public ByteBuffer read(long from, long most) throws IOException {
        if (from < 0 || from > size()) {
            throw new IndexOutOfBoundsException("offset " + from + " of " + size());
        }
        long segment = Math.min(from / SealedFormat.SEGMENT, SealedFormat.segments(size()) - 1);
        long begin = segment * SealedFormat.SEGMENT;
        int count = (int) Math.min(SealedFormat.SEGMENT, size() - begin);
        byte[] sealed = new byte[count + SealedFormat.TAG];
        read(channel, ByteBuffer.wrap(sealed), SealedFormat.offset(segment));
        byte[] plain = format.open(segment, sealed);
        int skip = (int) (from - begin);
        return ByteBuffer.wrap(plain, skip, (int) Math.min(most, plain.length - skip));
    }

    /** The whole plaintext; closing it closes this file. */
    InputStream stream() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int at, int count) throws IOException {
                if (count == 0) {
                    return 0;
                }
                ByteBuffer part = SealedFile.this.read(position, count);
                int n = part.remaining();
                part.get(into, at, n);
                position += n;
                return n == 0 ? -1 : n;
            }

            @Override
            public void close() throws IOException {
                SealedFile.this.close();
            }
        };
    }

    /** Writes the whole plaintext into a file. */
    public void copyTo(Path plain) throws IOException {
        try (FileChannel out = FileChannel.open(plain, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = 0;
            do {
                ByteBuffer part = read(at, SealedFormat.SEGMENT);
                at += part.remaining();
                while (part.hasRemaining()) {
                    out.write(part);
                }
            } while (at < size());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
