package dev.waag.release;

import dev.waag.core.Sha256;
import dev.waag.python.CoreMetadata;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import dev.waag.python.WheelTail;
import dev.waag.python.PageFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What an uploaded file holds, as far as publishing it asks.
 *
 * @param metadata its core metadata, byte for byte
 */
record Contents(byte[] metadata) {
    private static final int MAX_METADATA = 8 << 20;
    private static final int BLOCK = 512;
    private static final int CHUNK = 64 << 10;

    CoreMetadata core() {
        return CoreMetadata.parse(metadata);
    }

    Sha256 digest() {
        return Sha256.of(metadata);
    }

    /** Why the file is not what its name and form say; empty where it is. */
    Optional<String> mismatch(UploadForm form) {
        CoreMetadata core = core();
        if (!ProjectName.parse(core.name()).equals(Optional.of(form.project()))) {
            return Optional.of("the metadata in the file has the name '" + core.name() + "', and the file name and form say "
                    + form.project());
        }
        if (!Version.parse(core.version()).equals(Version.parse(form.version()))) {
            return Optional.of("the metadata in the file has the version '" + core.version()
                    + "', and the file name and form say " + form.version());
        }
        return Optional.empty();
    }

    /** Reads the file, and refuses one that is no valid distribution. */
    static Contents read(UploadForm form, Upload upload) throws IOException, PageFormatException {
        return form.name() instanceof WheelName wheel
                ? wheel(wheel, upload.file(), upload.size())
                : sdist(upload.file());
    }

    /** The PKG-INFO right below the one top folder (PEP 625). */
    private static Contents sdist(Path file) throws IOException, PageFormatException {
        try (InputStream tar = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), CHUNK), CHUNK)) {
            byte[] header = new byte[BLOCK];
            while (tar.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                String name = text(header, 0, 100);
                long size = Long.parseLong(text(header, 124, 12).strip(), 8);
                if (name.matches("[^/]+/PKG-INFO") && size <= MAX_METADATA) {
                    return new Contents(tar.readNBytes((int) size));
                }
                tar.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
            }
        } catch (ZipException | EOFException | NumberFormatException e) {
            throw new PageFormatException("it is no gzipped tar archive");
        }
        throw new PageFormatException("it has no PKG-INFO");
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** The core metadata of a wheel or sdist that is known by its name alone. */
    static byte[] metadata(Path file) throws IOException, PageFormatException {
        String filename = String.valueOf(file.getFileName());
        Optional<WheelName> wheel = WheelName.parse(filename);
        if (wheel.isPresent()) {
            return wheel(wheel.get(), file, Files.size(file)).metadata();
        }
        if (filename.endsWith(".tar.gz")) {
            return sdist(file).metadata();
        }
        throw new PageFormatException("it is neither a wheel (.whl) nor a source distribution (.tar.gz)");
    }

    private static Contents wheel(WheelName wheel, Path file, long size) throws IOException, PageFormatException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            WheelTail.Reader reader = (offset, length) -> {
                ByteBuffer into = ByteBuffer.allocate(length);
                while (into.hasRemaining() && channel.read(into, offset + into.position()) >= 0) {
                    // reads on until the part is complete
                }
                return Arrays.copyOf(into.array(), into.position());
            };
            int tail = (int) Math.min(size, WheelTail.USUAL_TAIL);
            return new Contents(
                    WheelTail.metadata(wheel, size, reader.read(size - tail, tail), reader, MAX_METADATA));
        }
    }
}
