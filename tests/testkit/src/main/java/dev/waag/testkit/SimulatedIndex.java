package dev.waag.testkit;

import dev.waag.core.Sha256;
import dev.waag.testkit.Exchange.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A package index on loopback that a test fills, asks what was asked of it, and makes lie: pages at {@code /simple/{project}/}, files at
 * {@code /files/{project}/{filename}}, with entity tags and ranges. It speaks HTTP over plain sockets, since no well-behaved server could tell
 * these lies.
 */
public final class SimulatedIndex implements AutoCloseable {
    public static final String JSON = "application/vnd.pypi.simple.v1+json";
    public static final String HTML = "text/html";

    /** Which ranges files can be had in. */
    public enum Ranges {
        ALL,
        /** From and to, but not the last N bytes: some object stores are so. */
        NO_SUFFIX,
        NONE
    }

    /** What somebody asked for. */
    public record Asked(String method, String path, Map<String, String> headers) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private record Project(String status, String reason, List<Listing> files) {}

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ServerSocket server;
    private final Map<String, Project> projects = new ConcurrentSkipListMap<>();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean html;
    private volatile boolean validators = true;
    private volatile Ranges ranges = Ranges.ALL;
    private volatile String cacheControl = "";

    public SimulatedIndex() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().name("simulated-index").start(this::accept);
    }

    /** The index URL. */
    public URI url() {
        return uri("127.0.0.1", "/simple/");
    }

    public URI uri(String host, String path) {
        return URI.create("http://" + host + ":" + server.getLocalPort() + path);
    }

    public static String page(String project) {
        return "/simple/" + project + "/";
    }

    public static String file(Distribution d) {
        return "/files/" + d.project() + "/" + d.filename();
    }

    /** Puts a file on its project's page; one of the same name is replaced. */
    public Listing add(Listing listing) {
        Distribution d = listing.distribution;
        List<Listing> files = projects.computeIfAbsent(
                        d.project(), p -> new Project("active", "", new CopyOnWriteArrayList<>()))
                .files();
        files.removeIf(f -> f.distribution.filename().equals(d.filename()));
        files.add(listing);
        return listing;
    }

    public Listing add(Distribution distribution) {
        return add(Listing.of(distribution));
    }

    /** Takes a file off its project's page. */
    public void remove(Distribution d) {
        Project project = projects.get(d.project());
        if (project != null) {
            project.files().removeIf(f -> f.distribution.filename().equals(d.filename()));
        }
    }

    /** Takes a project away with all its files. */
    public void removeProject(String name) {
        projects.remove(name);
    }

    /** A project's status marker (PEP 792). */
    public void status(String project, String status, String reason) {
        projects.compute(
                project,
                (name, old) -> new Project(status, reason, old == null ? new CopyOnWriteArrayList<>() : old.files()));
    }

    /** Whether pages are served as HTML only. */
    public void html(boolean only) {
        html = only;
    }

    /** Whether pages carry entity tags and requests with one are answered by 304. */
    public void validators(boolean on) {
        validators = on;
    }

    public void ranges(Ranges served) {
        ranges = served;
    }

    /** The Cache-Control of pages; empty for none. */
    public void cacheControl(String value) {
        cacheControl = value;
    }

    /** From now on that path is answered in this way. */
    public void behave(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
    }

    /** From now on everything is answered in this way. */
    public void behave(Behaviour behaviour) {
        behaviours.put("", behaviour);
    }

    /** From now on it tells the truth. */
    public void honest() {
        behaviours.clear();
    }

    /** Everything that was asked, in order. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public long count(String path) {
        return asked.stream().filter(a -> a.path().equals(path)).count();
    }

    public void forgetAsked() {
        asked.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            return; // it was closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            for (Exchange x = read(socket); x != null; x = read(socket)) {
                asked.add(new Asked(x.method(), x.path(), x.headers()));
                Behaviour behaviour = behaviours.get(x.path());
                behaviour = behaviour == null ? behaviours.get("") : behaviour;
                if (behaviour == null) {
                    x.send(truth(x));
                } else if (!behaviour.answer(x, truth(x))) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // the other side hung up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable Exchange read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            last = (last << 8) | b;
            if (last == 0x0d0a0d0a) {
                return parse(head.toString(StandardCharsets.ISO_8859_1).lines().toList(), socket);
            }
        }
        return null;
    }

    private static Exchange parse(List<String> lines, Socket socket) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String[] first = lines.getFirst().split(" ");
        return new Exchange(first[0], first[1], headers, socket);
    }

    private Content truth(Exchange x) {
        String[] parts = x.path().split("/", -1);
        if (x.path().equals("/simple/")) {
            return page(x, IndexPages.rootJson(projects.keySet()), IndexPages.rootHtml(projects.keySet()));
        }
        Project project = parts.length > 2 ? projects.get(parts[2]) : null;
        if (project != null && x.path().equals(page(parts[2]))) {
            String base = uri("127.0.0.1", "/files/" + parts[2] + "/").toString();
            return page(
                    x,
                    IndexPages.json(parts[2], project.status(), project.reason(), project.files(), base),
                    IndexPages.html(parts[2], project.files(), base));
        }
        if (project != null && parts.length == 4 && parts[1].equals("files")) {
            for (Listing listing : project.files()) {
                if (listing.distribution.filename().equals(parts[3])) {
                    return file(x, listing.distribution.bytes(), listing.modified);
                }
                if (parts[3].equals(listing.distribution.filename() + ".metadata") && listing.metadata.isPresent()) {
                    return new Content(200, Map.of("Content-Type", "text/plain"), listing.metadata.get());
                }
                if (parts[3].equals(listing.distribution.filename() + ".provenance") && listing.attested.isPresent()) {
                    return new Content(200, Map.of("Content-Type", "application/json"), listing.attested.get());
                }
            }
        }
        return new Content(404, Map.of("Content-Type", "text/plain"), "no such thing".getBytes(StandardCharsets.UTF_8));
    }

    private Content page(Exchange x, byte[] json, byte[] asHtml) {
        boolean isJson = !html && x.header("Accept").contains(JSON);
        byte[] body = isJson ? json : asHtml;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", isJson ? JSON : HTML);
        if (!cacheControl.isEmpty()) {
            headers.put("Cache-Control", cacheControl);
        }
        if (validators) {
            String etag = '"' + Sha256.of(body).hex().substring(0, 16) + '"';
            headers.put("ETag", etag);
            if (x.header("If-None-Match").equals(etag)) {
                return new Content(304, headers, new byte[0]);
            }
        }
        return new Content(200, headers, body);
    }

    private Content file(Exchange x, byte[] bytes, Optional<Instant> modified) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/octet-stream");
        modified.ifPresent(t -> headers.put("Last-Modified", DATE.format(t)));
        Matcher m = RANGE.matcher(x.header("Range"));
        if (ranges == Ranges.NONE
                || !m.matches()
                || ranges == Ranges.NO_SUFFIX && m.group(1).isEmpty()) {
            return new Content(200, headers, bytes);
        }
        int from = m.group(1).isEmpty()
                ? Math.max(0, bytes.length - Integer.parseInt(m.group(2)))
                : Integer.parseInt(m.group(1));
        int to = m.group(1).isEmpty() || m.group(2).isEmpty()
                ? bytes.length - 1
                : Math.min(bytes.length - 1, Integer.parseInt(m.group(2)));
        if (from > to) {
            headers.put("Content-Range", "bytes */" + bytes.length);
            return new Content(416, headers, new byte[0]);
        }
        headers.put("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        return new Content(206, headers, Arrays.copyOfRange(bytes, from, to + 1));
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
