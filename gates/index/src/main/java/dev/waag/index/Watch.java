package dev.waag.index;

import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.store.DecisionRecord;
import dev.waag.store.FileRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an upstream says now with what it said first. A file's bytes, size, upload time and provenance must never change, and a
 * file must not vanish; where one does, the file is frozen as it was and the difference is named. Its yank and its Python requirement may
 * change (PEP 592, PEP 503), and what was unknown may become known.
 */
final class Watch {
    /** @param files all files, known and new, in the page's order and the vanished ones after them
     *  @param touched those of them whose record differs from what is stored
     *  @param alerts those that changed in what must not, since the last look */
    record Merged(List<FileRecord> files, List<FileRecord> touched, List<FileRecord> alerts) {}

    static final DecisionRecord UNDECIDED = new DecisionRecord("hold", List.of(), -1, Instant.EPOCH, Optional.empty());

    private Watch() {}

    static Merged merge(ProjectName project, List<FileRecord> known, SimplePage page, Instant now) {
        Map<String, FileRecord> before = new LinkedHashMap<>(HashMap.newHashMap(known.size()));
        known.forEach(f -> before.put(f.filename(), f));
        List<FileRecord> files = new ArrayList<>(page.files().size());
        List<FileRecord> touched = new ArrayList<>();
        List<FileRecord> alerts = new ArrayList<>();
        int place = 0;
        for (SimpleFile file : page.files()) {
            FileRecord old = before.remove(file.filename());
            FileRecord next = old == null
                    ? FileRecord.of(project, place, now, file, Optional.empty(), Optional.empty(), UNDECIDED)
                    : update(old, file, place);
            files.add(next);
            note(old, next, touched, alerts);
            place++;
        }
        for (FileRecord gone : before.values()) {
            FileRecord next = vanished(gone, place++, now);
            files.add(next);
            note(gone, next, touched, alerts);
        }
        return new Merged(files, touched, alerts);
    }

    private static void note(
            @Nullable FileRecord old, FileRecord next, List<FileRecord> touched, List<FileRecord> alerts) {
        if (old == null || !next.equals(old.at(next.place()))) {
            touched.add(next);
        }
        if (old != null && next.changed().isPresent() && !next.changed().equals(old.changed())) {
            alerts.add(next);
        }
    }

    private static FileRecord update(FileRecord old, SimpleFile now, int place) {
        Optional<String> changed = difference(old.seen(), now);
        if (changed.isPresent()) {
            return old.upstream(place, old.seen(), Optional.of(now), changed);
        }
        return old.upstream(place, renewed(old.seen(), now), Optional.empty(), Optional.empty());
    }

    private static FileRecord vanished(FileRecord old, int place, Instant now) {
        Optional<String> changed = old.changed()
                .filter(c -> c.startsWith(VANISHED))
                .or(() -> Optional.of(VANISHED + " " + now.truncatedTo(ChronoUnit.SECONDS)));
        return old.upstream(place, old.seen(), Optional.empty(), changed);
    }

    private static final String VANISHED = "no longer on the upstream's page since";

    /** What first seen and now differ in, of what must not differ. */
    static Optional<String> difference(SimpleFile first, SimpleFile now) {
        for (Map.Entry<String, String> hash : new TreeMap<>(first.hashes()).entrySet()) {
            String other = now.hashes().get(hash.getKey());
            if (other != null && !other.equals(hash.getValue())) {
                return Optional.of(hash.getKey() + " was " + abbreviate(hash.getValue()) + ", is " + abbreviate(other));
            }
        }
        if (first.hashes().containsKey("sha256") && !now.hashes().containsKey("sha256")) {
            return Optional.of("sha256 was " + abbreviate(first.hashes().getOrDefault("sha256", "")) + ", is gone");
        }
        if (first.size().isPresent() && now.size().isPresent() && !first.size().equals(now.size())) {
            return Optional.of("size was " + first.size().getAsLong() + " bytes, is "
                    + now.size().getAsLong());
        }
        Optional<Instant> was = first.uploadTime().map(t -> t.truncatedTo(ChronoUnit.SECONDS));
        Optional<Instant> is = now.uploadTime().map(t -> t.truncatedTo(ChronoUnit.SECONDS));
        if (was.isPresent() && is.isPresent() && !was.equals(is)) {
            return Optional.of("upload time was " + was.get() + ", is " + is.get());
        }
        if (first.provenance().isPresent() && !first.provenance().equals(now.provenance())) {
            return Optional.of(
                    now.provenance().isPresent() ? "another provenance than before" : "its provenance is gone");
        }
        return Optional.empty();
    }

    private static String abbreviate(String digest) {
        return digest.length() > 12 ? digest.substring(0, 12) + "..." : digest;
    }

    /** The file as now said, keeping what was known and is not said any more. */
    private static SimpleFile renewed(SimpleFile first, SimpleFile now) {
        Map<String, String> hashes = new LinkedHashMap<>(now.hashes());
        first.hashes().forEach(hashes::putIfAbsent);
        return new SimpleFile(
                now.filename(),
                now.url(),
                hashes,
                first.size().isPresent() ? first.size() : now.size(),
                first.uploadTime().or(now::uploadTime),
                now.requiresPython(),
                now.yanked(),
                now.hasMetadata(),
                first.metadataSha256().or(now::metadataSha256),
                first.provenance().or(now::provenance));
    }

    /** The file with that digest of its core metadata, in place of the one that its upstream announces. */
    static FileRecord announcing(FileRecord file, String metadataSha256) {
        SimpleFile f = file.seen();
        SimpleFile next = new SimpleFile(
                f.filename(),
                f.url(),
                f.hashes(),
                f.size(),
                f.uploadTime(),
                f.requiresPython(),
                f.yanked(),
                true,
                Optional.of(metadataSha256),
                f.provenance());
        return file.upstream(file.place(), next, file.latest(), file.changed());
    }
}
