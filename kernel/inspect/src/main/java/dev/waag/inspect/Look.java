package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at each file of a distribution as it passes. */
final class Look implements MemberVisitor {
    private static final int HEAD = 4 << 10;
    private static final int MEDIA_BYTES = 8 << 20;

    private final Limits limits;
    private final Problems problems;
    private final Contents contents;
    private final boolean wheel;
    private final Digests digests;
    private final byte[] scratch = new byte[64 << 10];
    private final Natives natives;
    private final Payloads payloads;
    private final Startup startup;
    private final Sources code;
    private final Bytecode bytecode;
    private final Shadows shadows;
    private final Map<String, String> sources = new HashMap<>();
    private final Set<String> capabilities = new TreeSet<>();
    private byte[] buffer = new byte[256 << 10];
    private EntryPoints entryPoints = EntryPoints.NONE;

    Look(Identity identity, Limits limits, Digests digests, Problems problems, Contents contents) {
        this.digests = digests;
        this.limits = limits;
        this.problems = problems;
        this.contents = contents;
        this.wheel = identity.kind().equals("wheel");
        this.natives = new Natives(identity, problems);
        this.payloads = new Payloads(limits, problems);
        this.startup = new Startup(problems);
        this.code = new Sources(wheel, problems);
        this.bytecode = new Bytecode(problems);
        this.shadows = new Shadows(identity, problems);
    }

    @Override
    public void file(Member member, InputStream content) throws IOException {
        String path = path(member.name());
        // an sdist has no RECORD: only what is compared with the wheel's sources needs a digest
        Hashing in = wheel || path.endsWith(".py") ? new Hashing(content, digests.all()) : new Hashing(content);
        int head = fill(in, 0, HEAD);
        startup.name(path);
        shadows.script(path);
        if (isDocument(member.name())) {
            document(member.name(), path, in, head);
        } else if (isSource(path, head)) {
            source(path, in, head);
        } else if (Bytecode.is(path)) {
            bytecode.see(path, buffer, head);
        } else if (Magic.native_(buffer, head)) {
            int length = fill(in, head, limits.nativeBytes());
            natives.see(path, buffer, length, in.read() < 0);
        } else if (Magic.media(path)) {
            int length = fill(in, head, MEDIA_BYTES); // which may put another buffer in place
            payloads.media(path, buffer, length);
        } else {
            payloads.data(path, member.size(), buffer, head, in);
        }
        byte[] sha256 = in.finish(scratch);
        contents.add(member.name(), new Contents.Entry(sha256, digests.others(), in.count()));
        if (path.endsWith(".py")) {
            sources.put(path, WheelChecks.short16(sha256));
        }
    }

    /** Reads on into the buffer up to that length; how much is there then. */
    private int fill(InputStream in, int from, int until) throws IOException {
        int length = from;
        while (length < until) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(until, buffer.length * 2));
            }
            int n = in.read(buffer, length, Math.min(until, buffer.length) - length);
            if (n < 0) {
                break;
            }
            length += n;
        }
        return length;
    }

    /** Without an sdist's top folder. */
    private String path(String name) {
        return wheel ? name : name.substring(name.indexOf('/') + 1);
    }

    private boolean isDocument(String name) {
        int slash = name.indexOf('/');
        if (slash < 0 || slash != name.lastIndexOf('/')) {
            return false;
        }
        String base = name.substring(slash + 1);
        return wheel
                ? name.substring(0, slash).endsWith(".dist-info")
                        && Set.of("METADATA", "RECORD", "WHEEL", "entry_points.txt")
                                .contains(base)
                : Set.of("PKG-INFO", "pyproject.toml").contains(base);
    }

    private void document(String name, String path, InputStream in, int head) throws IOException {
        int length = fill(in, head, limits.documentBytes());
        if (in.read() >= 0) {
            problems.unsafe(name, "larger than " + limits.documentBytes() + " bytes (limit: document)");
            return;
        }
        byte[] content = Arrays.copyOf(buffer, length);
        contents.document(name, content);
        if (path.endsWith("entry_points.txt")) {
            entryPoints = EntryPoints.parse(content);
        }
    }

    private boolean isSource(String path, int head) {
        String extension = Magic.extension(path);
        return switch (extension) {
            case "py", "pyw", "pth" -> true;
            case "" ->
                Magic.script(buffer, head).filter(s -> s.contains("python")).isPresent();
            default -> false;
        };
    }

    private void source(String path, InputStream in, int head) throws IOException {
        int length = fill(in, head, limits.documentBytes());
        if (in.read() >= 0) {
            problems.add(new Finding(
                    "code-not-all-read",
                    "high",
                    path,
                    0,
                    "a source that is longer than " + limits.documentBytes() + " bytes",
                    ""));
        }
        String place = Startup.place(path);
        startup.see(path, buffer, length);
        code.see(path, place, Arrays.copyOf(buffer, length));
    }

    /** After the last member. */
    void finish() {
        bytecode.finish(sources);
        code.backend(Backend.files(contents.documents().entrySet().stream()
                .filter(d -> !wheel && d.getKey().endsWith("/pyproject.toml"))
                .map(Map.Entry::getValue)
                .findFirst()));
        capabilities.addAll(natives.capabilities());
        capabilities.addAll(code.capabilities());
    }

    EntryPoints entryPoints() {
        return entryPoints;
    }

    Set<String> capabilities() {
        return capabilities;
    }

    Set<String> natives() {
        return natives.names();
    }

    Set<String> startup() {
        return startup.files();
    }

    Set<String> installCode() {
        return code.install();
    }

    Map<String, String> sources() {
        return sources;
    }

    double codeScore() {
        return code.score();
    }
}
