package dev.waag.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A temporary file that grows at its end and is read meanwhile. Where files are to be encrypted at rest it is too: AES-256 in counter mode,
 * each place of the file written once, under a key that lies in this process's memory alone, so that what a crash leaves behind is noise.
 * One writer; any number of readers of what was written before.
 */
public final class Scratch implements AutoCloseable {
    private static final int BLOCK = 16;

    private final Path path;
    private final FileChannel channel;
    private final Optional<SecretKey> key;
    private volatile long size;

    private Scratch(Path path, FileChannel channel, Optional<SecretKey> key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /** Makes the file. */
    static Scratch create(Path path, boolean sealed) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!sealed) {
            return new Scratch(path, channel, Optional.empty());
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return new Scratch(path, channel, Optional.of(new SecretKeySpec(random, "AES")));
    }

    /** Where it lies. */
    public Path path() {
        return path;
    }

    /** How many bytes were written. */
    public long size() {
        return size;
    }

    boolean sealed() {
        return key.isPresent();
    }

    public void append(ByteBuffer bytes) throws IOException {
        ByteBuffer out = key.isPresent() ? crypt(bytes, size) : bytes;
        long at = size;
        while (out.hasRemaining()) {
            at += channel.write(out, at);
        }
        size = at;
    }

    /**
     * Reads on from a place.
     *
     * @return how many bytes were put into the buffer, or -1 at the end
     */
    public int read(ByteBuffer into, long at) throws IOException {
        if (key.isEmpty()) {
            return channel.read(into, at);
        }
        ByteBuffer sealed = ByteBuffer.allocate(into.remaining());
        int count = channel.read(sealed, at);
        if (count > 0) {
            into.put(crypt(sealed.flip(), at));
        }
        return count;
    }

    /** Encryption and decryption are one in counter mode. */
    private ByteBuffer crypt(ByteBuffer bytes, long at) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            byte[] counter =
                    ByteBuffer.allocate(BLOCK).putLong(0).putLong(at / BLOCK).array();
            cipher.init(Cipher.ENCRYPT_MODE, key.orElseThrow(), new IvParameterSpec(counter));
            byte[] before = cipher.update(new byte[(int) (at % BLOCK)]); // the part of the block that lies before
            ByteBuffer out = ByteBuffer.allocate(bytes.remaining() + BLOCK);
            cipher.doFinal(bytes, out);
            out.flip();
            int missing = (int) (at % BLOCK) - (before == null ? 0 : before.length);
            return out.position(missing).slice();
        } catch (GeneralSecurityException e) {
            throw new IOException("this platform cannot encrypt temporary files", e);
        }
    }

    /** All of it, from its beginning; to be read before the file is closed. */
    public InputStream stream() {
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
                int n = Scratch.this.read(ByteBuffer.wrap(into, at, count), position);
                position += Math.max(0, n);
                return n;
            }
        };
    }

    /** Removes the file; that it is gone already, or was taken into the store, is no failure. */
    public void discard() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Ends reading and writing; the file stays. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
