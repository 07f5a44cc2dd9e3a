package dev.waag.pipeline;

import dev.waag.attest.Link;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import dev.waag.sign.Signer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The folder of signed links. A link appears whole or not at all, and is there only while it is true of the stage's last run. */
final class Links {
    private static final long LARGEST = 64L << 20;

    private final Path folder;
    private final Signer signer;

    Links(Path folder, Signer signer) {
        this.folder = folder;
        this.signer = signer;
    }

    /** What is known of a stage's last run. */
    sealed interface Found {}

    record Signed(Link link) implements Found {}

    /** @param reason as the end of a sentence about the stage's link */
    record Absent(String reason) implements Found {}

    Path path(String stage) {
        return folder.resolve(stage + "." + signer.keyId().substring(0, 8) + ".link");
    }

    /** The stage's link, if our key signed it. */
    Found find(String stage) {
        Path file = path(stage);
        try {
            if (!Files.exists(file)) {
                return new Absent("is not there");
            }
            if (Files.size(file) > LARGEST) {
                return new Absent("is larger than any link");
            }
            Dsse envelope = Dsse.parse(Files.readString(file, StandardCharsets.UTF_8));
            return switch (envelope.verify(List.of(signer.publicKey()))) {
                case Dsse.Rejected r -> new Absent("is not signed by our key: " + r.reason());
                case Dsse.Verified v -> {
                    boolean ours = envelope.payloadType().equals(Dsse.IN_TOTO);
                    yield Link.parse(envelope.payload())
                            .filter(l -> ours && l.name().equals(stage))
                            .<Found>map(Signed::new)
                            .orElse(new Absent("is of something else"));
                }
            };
        } catch (IOException | NoteException e) {
            return new Absent("cannot be read: " + e.getMessage());
        }
    }

    void forget(String stage) throws IOException {
        Files.deleteIfExists(path(stage));
    }

    void write(Link link) throws IOException {
        Dsse envelope = Dsse.sign(Dsse.IN_TOTO, link.bytes(), signer);
        Files.createDirectories(folder);
        Path file = path(link.name());
        Path part = Files.createTempFile(folder, ".link", ".part");
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(envelope.toJson() + "\n");
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
