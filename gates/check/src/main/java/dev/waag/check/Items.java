package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.lock.DependencyPaths;
import dev.waag.lock.Direct;
import dev.waag.lock.LockFile;
import dev.waag.lock.LockKind;
import dev.waag.lock.Manifest;
import dev.waag.lock.Pin;
import dev.waag.lock.PinSource;
import dev.waag.python.CoreMetadata;
import dev.waag.python.PageFormatException;
import dev.waag.python.ProjectName;
import dev.waag.python.WheelName;
import dev.waag.python.WheelTail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Brings locks, manifests and wheels into one shape: the items that are judged. */
final class Items {
    private static final int METADATA = 8 << 20;
    private static final int TAIL = 48 << 10;

    private final Target target;
    private final List<Item> items = new ArrayList<>();
    /** Where an item was read, so that a file that others take in counts once. */
    private final Set<String> places = new HashSet<>();

    Items(Target target) {
        this.target = target;
    }

    List<Item> all() {
        return items;
    }

    void lock(LockFile lock) {
        DependencyPaths paths = lock.paths();
        // a constraint that leaves a version open asks for nothing
        boolean constraints = isConstraints(lock);
        for (Pin pin : lock.pins()) {
            if (constraints && pin.version().isEmpty()) {
                continue;
            }
            String place = pin.place().file()
                    + ':'
                    + pin.place().line()
                    + ' '
                    + pin.name().value()
                    + ' '
                    + pin.version().orElse("");
            if (target.installs(pin.marker()) && places.add(place)) {
                items.add(new Item(
                        pin.name(),
                        pin.version().orElse(""),
                        pin.requirement(),
                        pin.place().file(),
                        pin.place().line(),
                        pin.hashes(),
                        pin.files(),
                        pin.source(),
                        pin.direct(),
                        paths.to(pin.name()).stream().map(ProjectName::value).toList(),
                        "",
                        Item.Origin.LOCK));
            }
        }
    }

    private static boolean isConstraints(LockFile lock) {
        String name = lock.file().substring(lock.file().lastIndexOf('/') + 1);
        return lock.kind() == LockKind.REQUIREMENTS && name.contains("constraints") && !name.contains("requirements");
    }

    void manifest(Manifest manifest) {
        for (Direct direct : manifest.requirements()) {
            String marker = direct.requirement().marker().map(Object::toString).orElse("");
            if (!direct.source().isFolder() && target.installs(marker)) {
                ProjectName name = direct.requirement().name();
                items.add(new Item(
                        name,
                        direct.alternatives().size() == 1
                                ? direct.alternatives()
                                        .getFirst()
                                        .pinned()
                                        .map(Object::toString)
                                        .orElse("")
                                : "",
                        direct.requirement().toString(),
                        direct.place().file(),
                        direct.place().line(),
                        List.of(),
                        List.of(),
                        direct.source(),
                        true,
                        List.of(name.value()),
                        "",
                        Item.Origin.MANIFEST));
            }
        }
    }

    void wheel(Path file) {
        WheelName wheel = WheelName.parse(String.valueOf(file.getFileName()))
                .orElseThrow(() -> new UserException(
                        Exit.INCOMPLETE,
                        file + " is not named as a wheel",
                        "a wheel is called PROJECT-VERSION-PYTHON-ABI-PLATFORM.whl",
                        "give it its own name back"));
        try {
            items.add(new Item(
                    wheel.project(),
                    wheel.version(),
                    "",
                    Inputs.shown(file),
                    0,
                    List.of("sha256:" + digest(file)),
                    List.of(),
                    PinSource.DEFAULT_INDEX,
                    true,
                    List.of(wheel.project().value()),
                    licence(wheel, file),
                    Item.Origin.FILE));
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    file + " cannot be read: " + e.getMessage(),
                    "its permissions, its disk, or it is no wheel",
                    "look at it with `python -m zipfile -l`");
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[64 << 10];
            while (in.read(buffer) >= 0) {
                // the digest sees what is read
            }
        }
        return Sha256.ofDigest(digest.digest()).hex();
    }

    private static String licence(WheelName wheel, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            WheelTail.Reader reader = (offset, length) -> {
                ByteBuffer into = ByteBuffer.allocate(length);
                while (into.hasRemaining() && channel.read(into, offset + into.position()) >= 0) {
                    // until the part is complete
                }
                return Arrays.copyOf(into.array(), into.position());
            };
            int tail = (int) Math.min(size, TAIL);
            byte[] metadata = WheelTail.metadata(wheel, size, reader.read(size - tail, tail), reader, METADATA);
            return InstalledEnvironment.licence(CoreMetadata.parse(metadata));
        } catch (PageFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
