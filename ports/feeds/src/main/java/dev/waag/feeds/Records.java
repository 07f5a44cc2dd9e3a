package dev.waag.feeds;

import dev.waag.core.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads the records of a source, one after the other, always in the same order. */
final class Records {
    private static final String JSON = ".json";
    /** Below this an archive may unpack to any multiple of its size. */
    private static final long RATIO_COUNTS_FROM = 64L << 20;

    private final FeedLimits limits;

    /** Takes what may be a record. */
    interface Sink {
        /** @param place the file or archive member, for messages */
        void record(String place, byte[] json);

        /** What is too large to be a record, or cannot be read. */
        void problem(String place, String reason);
    }

    Records(FeedLimits limits) {
        this.limits = limits;
    }

    /** @throws UserException where the source as a whole cannot be read */
    void read(Located source, Sink sink) {
        try {
            switch (source.content()) {
                case Located.InFile in
                when isRecord(in.file().toString()) -> one(in.file(), in.file().toString(), sink);
                case Located.InFile in -> zip(source.name(), in.file(), name -> true, sink);
                case Located.InFolder in -> folder(source.name(), in.folder(), sink);
                case Located.InCopy in -> copy(source.name(), in, sink);
            }
        } catch (ZipException e) {
            throw Faults.brokenArchive(source.name(), Faults.reason(e));
        } catch (IOException e) {
            throw Faults.unreadable(source.name(), e);
        }
    }

    private void folder(String name, Path folder, Sink sink) throws IOException {
        List<LocalSource.Found> files = new ArrayList<>(LocalSource.records(folder, name, limits));
        files.sort((a, b) -> a.path().compareTo(b.path()));
        for (LocalSource.Found file : files) {
            String place = folder.relativize(file.path()).toString();
            try {
                one(file.path(), place, sink);
            } catch (NoSuchFileException e) {
                sink.problem(place, "it was deleted meanwhile");
            }
        }
    }

    private void copy(String name, Located.InCopy copy, Sink sink) throws IOException {
        Map<String, Instant> listed = ModifiedList.read(copy.list());
        Set<String> left = new HashSet<>(listed.keySet());
        for (String id : listed.keySet().stream().sorted().toList()) {
            Path file = copy.records().resolve(id + JSON);
            if (Files.exists(file)) {
                one(file, id + JSON, sink);
                left.remove(id);
            }
        }
        if (copy.archive().isPresent()) {
            zip(name, copy.archive().get(), member -> left.remove(id(member)), sink);
        }
        left.stream().sorted().forEach(id -> sink.problem(id + JSON, "it is on the list, and was not to be had"));
    }

    void zip(String name, Path file, Predicate<String> wanted, Sink sink) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > limits.records()) {
                throw Faults.tooMuch(name, "it has more than " + limits.records() + " members");
            }
            long most =
                    Math.min(limits.unpackedBytes(), Math.max(RATIO_COUNTS_FROM, limits.ratio() * Files.size(file)));
            long total = 0;
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && isRecord(entry.getName()) && wanted.test(entry.getName())) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        total += one(in, entry.getName(), sink);
                    }
                }
                if (total > most) {
                    throw Faults.tooMuch(name, "it unpacks to more than " + (most >> 20) + " MiB");
                }
            }
        } catch (IllegalArgumentException e) {
            throw Faults.brokenArchive(name, "a name in it is not UTF-8");
        }
    }

    void one(Path file, String place, Sink sink) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            one(in, place, sink);
        }
    }

    /** Returns how many bytes were read. */
    private int one(InputStream in, String place, Sink sink) throws IOException {
        byte[] json = in.readNBytes(limits.recordBytes() + 1);
        if (json.length > limits.recordBytes()) {
            sink.problem(place, "larger than " + (limits.recordBytes() >> 20) + " MiB");
        } else {
            sink.record(place, json);
        }
        return json.length;
    }

    static boolean isRecord(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(JSON);
    }

    /** The id that a record's file is named after. */
    static String id(String place) {
        String file = place.substring(place.lastIndexOf('/') + 1);
        return isRecord(file) ? file.substring(0, file.length() - JSON.length()) : file;
    }
}
