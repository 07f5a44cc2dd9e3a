package dev.waag.index;

import dev.waag.python.CoreMetadata;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code info} of the legacy JSON API: a release as its core metadata describes it, or as much of it as the page tells. */
final class LegacyInfo {
    private static final CoreMetadata NONE = CoreMetadata.parse(new byte[0]);

    private LegacyInfo() {}

    static Map<String, @Nullable Object> of(
            ProjectName project, Release release, Optional<CoreMetadata> known, String base) {
        CoreMetadata m = known.orElse(NONE);
        String page = base + "/simple/" + project.value() + "/";
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("author", m.author());
        info.put("author_email", m.authorEmail());
        info.put("bugtrack_url", null);
        info.put("classifiers", m.classifiers());
        info.put("description", m.description());
        info.put("description_content_type", m.descriptionContentType());
        info.put("docs_url", null);
        info.put("download_url", m.downloadUrl());
        info.put("downloads", Map.of("last_day", -1, "last_month", -1, "last_week", -1));
        info.put("dynamic", orNull(m.dynamic()));
        info.put("home_page", m.homePage());
        info.put("keywords", m.keywords());
        info.put("license", m.licence());
        info.put("license_expression", orNull(m.licenceExpression()));
        info.put("license_files", orNull(m.licenceFiles()));
        info.put("maintainer", m.maintainer());
        info.put("maintainer_email", m.maintainerEmail());
        info.put("name", m.name().isEmpty() ? project.value() : m.name());
        info.put("package_url", page);
        info.put("platform", orNull(String.join(",", m.headers().getOrDefault("platform", List.of()))));
        info.put("project_url", page);
        info.put("project_urls", orNull(urls(m)));
        info.put("provides_extra", orNull(m.providesExtra()));
        info.put("release_url", page);
        info.put("requires_dist", orNull(m.requiresDist()));
        info.put(
                "requires_python", orNull(m.requiresPython().isEmpty() ? requiresPython(release) : m.requiresPython()));
        info.put("summary", m.summary());
        info.put("version", release.version());
        info.put("yanked", release.yanked());
        info.put("yanked_reason", release.yanked() ? orNull(reason(release)) : null);
        return info;
    }

    /** Older metadata has fields of their own for two of them. */
    private static Map<String, String> urls(CoreMetadata m) {
        Map<String, String> urls = new LinkedHashMap<>(m.projectUrls());
        if (!m.homePage().isEmpty()) {
            urls.putIfAbsent("Homepage", m.homePage());
        }
        if (!m.downloadUrl().isEmpty()) {
            urls.putIfAbsent("Download", m.downloadUrl());
        }
        return urls;
    }

    private static String requiresPython(Release release) {
        return release.files().stream()
                .map(SimpleFile::requiresPython)
                .filter(r -> !r.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String reason(Release release) {
        return release.files().stream()
                .flatMap(f -> f.yanked().stream())
                .filter(r -> !r.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static <T> @Nullable List<T> orNull(List<T> all) {
        return all.isEmpty() ? null : all;
    }

    private static @Nullable Map<String, String> orNull(Map<String, String> all) {
        return all.isEmpty() ? null : all;
    }
}
