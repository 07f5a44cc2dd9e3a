package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.judge.Grounds;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.python.SimpleWriter;
import dev.waag.store.DecisionRecord.ReasonRecord;
import dev.waag.store.FileRecord;
import dev.waag.store.ProjectRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** A project as it is served until something changes: its files with their decisions, and its page in every form that was asked for. */
public final class ProjectView {
    /** The forms of a page (PEP 691). */
    public enum Format {
        JSON("application/vnd.pypi.simple.v1+json"),
        HTML("application/vnd.pypi.simple.v1+html"),
        PLAIN_HTML("text/html; charset=utf-8");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        public String contentType() {
            return contentType;
        }
    }

    /**
     * A page as it goes over the wire.
     *
     * @param bytes outside the heap, to be duplicated by each reader
     * @param etag strong, with its quotes
     */
    public record Body(ByteBuffer bytes, String etag) {}

    /** @param form a page's format, or the name of another document */
    private record Variant(String form, boolean gzip, String base) {}

    private static final int VARIANTS = 24;
    private static final int RECORD_WEIGHT = 700;
    private static final int REASON_WEIGHT = 1000;

    private final ProjectRecord record;
    private final Instant changesAt;
    private final int reasons;
    private final Map<String, FileRecord> byName;
    /** Whether the page names its own origin: in refusals, and in provenance, whose URL must be fully qualified (PEP 740). */
    private final boolean namesOrigin;

    private final Map<Variant, Body> bodies;
    /** The last grounds by which its decisions were found to stand. */
    private volatile Grounds upheldBy;

    private volatile long lastUsed;

    /** @param previous the view that this one replaces: where files and status are the same, so are the bodies */
    ProjectView(ProjectRecord record, Grounds by, Optional<ProjectView> previous) {
        this.bodies = previous.filter(p -> p.record.files().equals(record.files())
                        && p.record.status().equals(record.status()))
                .map(p -> p.bodies)
                .orElseGet(ConcurrentHashMap::new);
        this.record = record;
        this.upheldBy = by;
        this.byName = HashMap.newHashMap(record.files().size());
        Instant changes = Instant.MAX;
        boolean origin = false;
        IdentityHashMap<ReasonRecord, Boolean> distinct = new IdentityHashMap<>();
        for (FileRecord file : record.files()) {
            byName.put(file.filename(), file);
            Instant at = file.decision().changesAt().orElse(Instant.MAX);
            changes = at.isBefore(changes) ? at : changes;
            file.decision().reasons().forEach(r -> distinct.put(r, true));
            origin |= !file.decision().allows() || file.effective().provenance().isPresent();
        }
        this.changesAt = changes;
        this.reasons = distinct.size();
        this.namesOrigin = origin;
    }

    public ProjectName name() {
        return record.name();
    }

    ProjectRecord record() {
        return record;
    }

    /**
     * Whether its decisions still hold: no cooldown, waiver or the like has run out, and policy and advisories are the same as far as they are
     * about this project.
     */
    boolean decisionsHold(Grounds current, Instant now) {
        if (!now.isBefore(changesAt)) {
            return false;
        }
        if (upheldBy == current) {
            return true;
        }
        boolean upheld = current.uphold(record.name(), record.basis());
        if (upheld) {
            upheldBy = current;
        }
        return upheld;
    }

    boolean fresh(Instant now) {
        return now.isBefore(record.freshUntil());
    }

    boolean olderThan(Duration age, Instant now) {
        return now.isAfter(record.fetchedAt().plus(age));
    }

    public Optional<FileRecord> file(String filename) {
        return Optional.ofNullable(byName.get(filename));
    }

    public List<FileRecord> files() {
        return record.files();
    }

    /** The path of a file on our origin: project, the head of its digest so that the path never names other bytes, file name. */
    public static String path(ProjectName project, SimpleFile file) {
        return "/files/" + project.value() + "/" + tag(file) + "/" + segment(file.filename());
    }

    /** The path of a URL that has neither query nor fragment, as it is written. */
    public static String path(String url) {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? "" : url.substring(slash);
    }

    /** Sixteen digits of the strongest digest that the upstream gives, or {@code unhashed}. */
    static String tag(SimpleFile file) {
        String sha = file.hashes().getOrDefault("sha256", "");
        if (!sha.isEmpty()) {
            return sha.substring(0, 16);
        }
        return file.hashes().values().stream()
                .findFirst()
                .map(h -> h.substring(0, Math.min(16, h.length())))
                .orElse("unhashed");
    }

    /** A text as one segment of a path. */
    public static String segment(String text) {
        if (isPlain(text)) {
            return text;
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2B", "+")
                .replace("%21", "!");
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '-'
                    || c == '_'
                    || c == '+'
                    || c == '!';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** The page in that form; made at its first use and kept. */
    public Body body(Format format, boolean gzip, String base) {
        String prefix = path(base);
        String shown = namesOrigin ? base : prefix;
        Optional<Body> kept = kept(format.name(), gzip, shown);
        return kept.isPresent()
                ? kept.get()
                : keep(format.name(), gzip, shown, body(render(format, base, prefix), gzip));
    }

    /** The page in that form with absolute links, made anew. */
    byte[] bytes(Format format, String base) {
        return render(format, base, base);
    }

    /** A document that was kept for as long as this view lives. */
    Optional<Body> kept(String form, boolean gzip, String base) {
        return Optional.ofNullable(bodies.get(new Variant(form, gzip, base)));
    }

    Body keep(String form, boolean gzip, String base, Body body) {
        if (bodies.size() > VARIANTS) {
            bodies.clear();
        }
        Body first = bodies.putIfAbsent(new Variant(form, gzip, base), body);
        return first == null ? body : first;
    }

    private byte[] render(Format format, String base, String prefix) {
        SimplePage page = page(base, prefix);
        return format == Format.JSON ? SimpleWriter.json(page, versions()) : SimpleWriter.html(page);
    }

    private List<String> versions() {
        Set<String> versions = LinkedHashSet.newLinkedHashSet(record.files().size());
        record.files().forEach(f -> versions.add(f.version()));
        return SimpleWriter.inOrder(versions);
    }

    static Body body(byte[] bytes, boolean gzip) {
        String digest = Sha256.of(bytes).hex().substring(0, 32);
        byte[] sent = gzip ? gzip(bytes) : bytes;
        ByteBuffer direct = ByteBuffer.allocateDirect(sent.length).put(sent).flip();
        return new Body(direct.asReadOnlyBuffer(), '"' + digest + (gzip ? "-gz\"" : "\""));
    }

    /** The page with our URLs, and what is refused marked as yanked with the reason. */
    SimplePage page(String base, String prefix) {
        List<SimpleFile> files = new ArrayList<>(record.files().size());
        for (FileRecord file : record.files()) {
            SimpleFile f = file.effective();
            boolean wheel = file.kind().equals("wheel");
            files.add(new SimpleFile(
                    f.filename(),
                    prefix + path(record.name(), f),
                    f.hashes(),
                    f.size(),
                    f.uploadTime(),
                    f.requiresPython(),
                    file.decision().allows()
                            ? f.yanked()
                            : Optional.of(new Refusal(file.decision(), f.filename(), base).phrase()),
                    wheel,
                    wheel ? f.metadataSha256() : Optional.empty(),
                    f.provenance()
                            .map(p -> base + "/integrity/" + record.name().value() + "/" + segment(file.version()) + "/"
                                    + segment(f.filename()) + "/provenance")));
        }
        return new SimplePage(record.name().value(), record.status(), files);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 14)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    void used(long tick) {
        if (lastUsed != tick) {
            lastUsed = tick;
        }
    }

    long lastUsed() {
        return lastUsed;
    }

    /** About how many bytes it occupies. */
    long weight() {
        long weight = (long) byName.size() * RECORD_WEIGHT + (long) reasons * REASON_WEIGHT;
        for (Body body : bodies.values()) {
            weight += body.bytes().capacity();
        }
        return weight;
    }
}
