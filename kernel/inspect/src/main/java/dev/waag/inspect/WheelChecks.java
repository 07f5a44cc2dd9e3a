package dev.waag.inspect;

import dev.waag.python.RequirementException;
import dev.waag.python.Tag;
import dev.waag.python.WheelName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether a wheel is what its file name and its own RECORD say (binary distribution format). */
final class WheelChecks {
    private static final String DIST_INFO = ".dist-info";
    private static final String DATA = ".data";
    private static final Set<String> SCHEMES = Set.of("purelib", "platlib", "headers", "scripts", "data");

    private final WheelName wheel;
    private final Identity identity;
    private final Contents contents;
    private final Problems problems;
    private final Set<String> uncompared = new TreeSet<>();

    WheelChecks(WheelName wheel, Identity identity, Contents contents, Problems problems) {
        this.wheel = wheel;
        this.identity = identity;
        this.contents = contents;
        this.problems = problems;
    }

    /** The .dist-info folder; empty where there is none of this wheel. */
    Optional<String> check() {
        Set<String> folders = new TreeSet<>();
        for (String name : contents.files().keySet()) {
            int slash = name.indexOf('/');
            String top = slash < 0 ? "" : name.substring(0, slash);
            String lower = top.toLowerCase(Locale.ROOT);
            if (lower.endsWith(DIST_INFO)) {
                folders.add(top);
            } else if (lower.endsWith(DATA) && top.indexOf('-') > 0) {
                data(top, name);
            }
        }
        if (folders.isEmpty()) {
            problems.unsafe("", "a wheel without a .dist-info folder: it says nothing about itself");
            return Optional.empty();
        }
        if (folders.size() > 1) {
            problems.unsafe("", "more than one .dist-info folder", String.join(", ", folders));
        }
        Optional<String> own = folders.stream()
                .filter(f -> f.endsWith(DIST_INFO) && identity.isStem(f.substring(0, f.length() - DIST_INFO.length())))
                .findFirst();
        if (own.isEmpty()) {
            problems.unsafe(folders.iterator().next(), "the .dist-info folder is not of the wheel's name and version");
            return Optional.empty();
        }
        record(own.get());
        wheelFile(own.get());
        return own;
    }

    private void data(String folder, String name) {
        if (!identity.isStem(folder.substring(0, folder.length() - DATA.length()))) {
            problems.unsafe(folder, "a .data folder that is not of the wheel's name and version");
            return;
        }
        String[] parts = name.split("/", 3);
        if (parts.length < 3 || !SCHEMES.contains(parts[1])) {
            problems.add(new Finding(
                    "wheel", "medium", name, 0, "a .data folder for no known place of an installation", ""));
        }
    }

    private void record(String folder) {
        String path = folder + "/RECORD";
        Optional<byte[]> content = contents.document(path);
        if (content.isEmpty()) {
            problems.unsafe(path, "RECORD is missing");
            return;
        }
        Optional<RecordFile> parsed = RecordFile.parse(content.get());
        if (parsed.isEmpty()) {
            problems.unsafe(path, "RECORD cannot be read, or lists more files than an archive may have");
            return;
        }
        Set<String> unhashed = Set.of(path, path + ".jws", path + ".p7s");
        Map<String, RecordFile.Row> seen = new HashMap<>();
        for (RecordFile.Row row : parsed.get().rows()) {
            RecordFile.Row before = seen.put(row.path(), row);
            if (before != null && !before.equals(row)) {
                problems.unsafe(path, "RECORD lists a file twice, and differently", row.path());
            }
            if (!unhashed.contains(row.path())) {
                compare(path, row);
            }
        }
        Set<String> missing = new HashSet<>(contents.files().keySet());
        missing.removeAll(seen.keySet());
        missing.removeAll(unhashed);
        new TreeSet<>(missing).stream().limit(20).forEach(f -> problems.unsafe(f, "a file that RECORD does not list"));
    }

    private void compare(String path, RecordFile.Row row) {
        Contents.Entry file = contents.files().get(row.path());
        if (file == null) {
            if (!row.path().endsWith("/")) {
                problems.unsafe(path, "RECORD lists a file that is not there", row.path());
            }
            return;
        }
        int equals = row.digest().indexOf('=');
        if (equals < 0) {
            problems.unsafe(row.path(), "RECORD has no digest of the file");
            return;
        }
        String algorithm = row.digest().substring(0, equals).toLowerCase(Locale.ROOT);
        switch (algorithm) {
            case "sha256" -> compare(row, equals, file.sha256());
            case "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s" -> {
                byte[] is = file.others().get(algorithm);
                if (is == null) {
                    uncompared.add(algorithm);
                } else {
                    compare(row, equals, is);
                }
            }
            default ->
                problems.unsafe(
                        row.path(), "RECORD's digest is by an algorithm that the format does not allow", algorithm);
        }
        if (!row.size().isEmpty() && !row.size().equals(Long.toString(file.size()))) {
            problems.unsafe(
                    row.path(),
                    "not the file that RECORD lists: its size is another",
                    row.size() + " in RECORD, " + file.size());
        }
    }

    /** Some builders write the digest in hexadecimal digits, against the format; it is as telling. */
    private void compare(RecordFile.Row row, int equals, byte[] is) {
        String wanted = row.digest().substring(equals + 1).replace("=", "");
        if (!wanted.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(is))
                && !wanted.equals(HexFormat.of().formatHex(is))) {
            problems.unsafe(row.path(), "not the file that RECORD lists: its digest is another", row.digest());
        }
    }

    /** Algorithms by which RECORD has digests that nobody made: known only here, at the archive's end. */
    Set<String> uncompared() {
        return uncompared;
    }

    private void wheelFile(String folder) {
        String path = folder + "/WHEEL";
        Optional<byte[]> content = contents.document(path);
        if (content.isEmpty()) {
            problems.unsafe(path, "WHEEL is missing");
            return;
        }
        Map<String, List<String>> headers =
                dev.waag.python.CoreMetadata.parse(content.get()).headers();
        String version = headers.getOrDefault("wheel-version", List.of("")).getFirst();
        if (!version.startsWith("1.")) {
            problems.unsafe(path, "WHEEL is of a format version that installers do not know", version);
        }
        Set<Tag> said = new LinkedHashSet<>();
        for (String tag : headers.getOrDefault("tag", List.of())) {
            try {
                said.addAll(Tag.parse(tag));
            } catch (RequirementException e) {
                problems.unsafe(path, "a tag in WHEEL that is none", tag);
                return;
            }
        }
        Set<Tag> named = new LinkedHashSet<>();
        for (String python : wheel.pythonTags()) {
            for (String abi : wheel.abiTags()) {
                for (String platform : wheel.platformTags()) {
                    named.add(new Tag(python, abi, platform));
                }
            }
        }
        if (!said.equals(named)) {
            problems.unsafe(
                    path, "the tags in WHEEL are not those of the file name", shown(said) + " / " + shown(named));
        }
        String build = headers.getOrDefault("build", List.of("")).getFirst();
        if (!build.equals(wheel.build())) {
            problems.unsafe(
                    path, "the build number in WHEEL is not that of the file name", build + " / " + wheel.build());
        }
    }

    private static String shown(Set<Tag> tags) {
        return String.join(" ", tags.stream().limit(4).map(Tag::toString).toList());
    }

    /** A digest as RECORD writes it; used where the same file is looked for elsewhere. */
    static String short16(byte[] sha256) {
        return java.util.HexFormat.of().formatHex(Arrays.copyOf(sha256, 8));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
