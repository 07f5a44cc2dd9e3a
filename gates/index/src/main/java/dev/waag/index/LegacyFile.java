package dev.waag.index;

import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.WheelName;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One file in the legacy JSON API: an entry of {@code urls} and of {@code releases}. */
final class LegacyFile {
    private static final DateTimeFormatter NAIVE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern PYTHON = Pattern.compile("-py(\\d(?:\\.\\d+)?)(?=[.-])");
    private static final Map<String, String> TYPES = Map.of(
            ".egg", "bdist_egg",
            ".exe", "bdist_wininst",
            ".msi", "bdist_msi",
            ".rpm", "bdist_rpm",
            ".dmg", "bdist_dmg");
    private static final List<String> DIGESTS = List.of("blake2b_256", "md5", "sha256");

    private LegacyFile() {}

    static Map<String, @Nullable Object> of(SimpleFile file, ProjectName project) {
        DistributionName name = DistributionName.parse(file.filename(), project);
        Map<String, String> digests = new TreeMap<>(file.hashes());
        digests.keySet().retainAll(DIGESTS);
        Map<String, @Nullable Object> f = new LinkedHashMap<>();
        f.put("comment_text", "");
        f.put("digests", digests);
        f.put("downloads", -1);
        f.put("filename", file.filename());
        f.put("has_sig", false);
        f.put("md5_digest", digests.get("md5"));
        f.put("packagetype", type(name));
        f.put("python_version", python(name));
        f.put("requires_python", file.requiresPython().isEmpty() ? null : file.requiresPython());
        f.put("size", file.size().isPresent() ? file.size().getAsLong() : null);
        f.put("upload_time", file.uploadTime().map(NAIVE::format).orElse(null));
        f.put("upload_time_iso_8601", file.uploadTime().map(ISO::format).orElse(null));
        f.put("url", file.url());
        f.put("yanked", file.yanked().isPresent());
        f.put("yanked_reason", file.yanked().filter(r -> !r.isEmpty()).orElse(null));
        return f;
    }

    private static String type(DistributionName name) {
        return switch (name.kind()) {
            case "wheel" -> "bdist_wheel";
            case "sdist" -> "sdist";
            default -> TYPES.getOrDefault(extension(name.filename()), "bdist_dumb");
        };
    }

    private static String extension(String filename) {
        int dot = filename.lastIndexOf('.');
        return dot < 0 ? "" : filename.substring(dot).toLowerCase(Locale.ROOT);
    }

    private static String python(DistributionName name) {
        if (name instanceof WheelName wheel) {
            return String.join(".", wheel.pythonTags());
        }
        if (name.kind().equals("sdist")) {
            return "source";
        }
        Matcher m = PYTHON.matcher(name.filename());
        return m.find() ? m.group(1) : "any";
    }
}
