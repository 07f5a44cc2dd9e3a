package dev.waag.cli;

import dev.waag.attest.Evidence;
import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Reads files of evidence, and finds those beside a file by their names. */
final class EvidenceFiles {
    private EvidenceFiles() {}

    static Evidence read(Path file, Evidence.Kind kind) {
        return new Evidence(VerifyCommand.name(file), kind, bytes(file));
    }

    /** At most one byte more than evidence may have, so that what is too large is refused and does not fill the memory. */
    static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Evidence.MAX_BYTES + 1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** What stands beside the file, except what was given by name already. */
    static List<Evidence> beside(Path file, List<Evidence> given) {
        List<Evidence> found = new ArrayList<>();
        for (Evidence.Kind kind : Evidence.Kind.values()) {
            Path place = file.resolveSibling(file.getFileName() + kind.suffix());
            if (Files.isRegularFile(place)) {
                Evidence evidence = read(place, kind);
                if (given.stream().noneMatch(g -> g.name().equals(evidence.name()) && same(g, evidence))) {
                    found.add(evidence);
                }
            }
        }
        return found;
    }

    private static boolean same(Evidence one, Evidence other) {
        return java.util.Arrays.equals(one.content(), other.content());
    }

    static Sha256 digest(Path file) {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return Sha256.ofDigest(digest.digest());
    }

    static UserException unreadable(Path file, IOException e) {
        boolean absent = !Files.exists(file);
        return new UserException(
                Exit.USAGE,
                absent ? "there is no " + file : file + " cannot be read: " + e.getMessage(),
                Files.isDirectory(file) ? "it is a folder" : "",
                "name a file that can be read");
    }
}
