package dev.waag.index;

import dev.waag.core.Json;
import dev.waag.index.ProjectView.Body;
import dev.waag.judge.Grounds;
import dev.waag.judge.Judge;
import dev.waag.python.CoreMetadata;
import dev.waag.python.DistributionName;
import dev.waag.python.SimpleFile;
import dev.waag.store.FileRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The legacy JSON API, {@code /pypi/{project}/json}, for tools that ask it what a project is. Made from our own page, so that it offers what
 * the page offers: a refused file is yanked, with the refusal as the reason. What the page does not say (summary, author, licence,
 * requirements) comes from the core metadata of a wheel that policy allows; without such a wheel it is empty. Where the gate has no advisories
 * it says nothing of vulnerabilities, for an empty list would say that there are none.
 */
public final class LegacyJson {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyJson.class);
    private static final String FORM = "legacy-json";
    /** Upstreams number their changes, we do not. */
    private static final int NO_SERIAL = -1;

    private final WheelMetadata metadata;
    private final Judge judge;

    LegacyJson(WheelMetadata metadata, Judge judge) {
        this.metadata = metadata;
        this.judge = judge;
    }

    /**
     * The document of a project, or of one release of it.
     *
     * @param base the URL that links begin with
     * @return empty where there is no such release, or no release at all
     */
    public Optional<Body> of(ProjectView view, Optional<String> version, boolean gzip, String base) {
        Grounds grounds = judge.grounds();
        String form = FORM
                + grounds.advisories()
                        .map(a -> " " + a.fingerprint(view.name()))
                        .orElse("");
        Optional<Body> kept = version.isPresent() ? Optional.empty() : view.kept(form, gzip, base);
        if (kept.isPresent()) {
            return kept;
        }
        List<Release> releases = Release.of(view.page(base, base), view.name());
        Optional<Release> release = version.isPresent()
                ? releases.stream().filter(r -> r.is(version.get())).findFirst()
                : Release.current(releases);
        if (release.isEmpty()) {
            return Optional.empty();
        }
        Optional<FileRecord> wheel = wheel(view, release.get());
        Optional<CoreMetadata> known = wheel.flatMap(w -> metadata(view, w));
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("info", LegacyInfo.of(view.name(), release.get(), known, base));
        document.put("last_serial", NO_SERIAL);
        if (version.isEmpty()) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            releases.forEach(r -> all.put(r.version(), files(view, r)));
            document.put("releases", all);
        }
        document.put("urls", files(view, release.get()));
        String shown = release.get().version();
        grounds.advisories()
                .ifPresent(a -> document.put("vulnerabilities", LegacyVulnerabilities.of(a, view.name(), shown, base)));
        Body body = ProjectView.body(Json.MAPPER.writeValueAsBytes(document), gzip);
        boolean complete = wheel.isEmpty() || known.isPresent();
        return Optional.of(version.isEmpty() && complete ? view.keep(form, gzip, base, body) : body);
    }

    private static List<Map<String, @Nullable Object>> files(ProjectView view, Release release) {
        List<Map<String, @Nullable Object>> files = new ArrayList<>();
        release.files().forEach(f -> files.add(LegacyFile.of(f, view.name())));
        return files;
    }

    private static Optional<FileRecord> wheel(ProjectView view, Release release) {
        return release.files().stream()
                .map(SimpleFile::filename)
                .filter(n -> DistributionName.parse(n, view.name()).kind().equals("wheel"))
                .flatMap(n -> view.file(n).stream())
                .filter(f -> f.decision().allows())
                .findFirst();
    }

    /** What is known of the wheel or can be learned without fetching all of it. */
    private Optional<CoreMetadata> metadata(ProjectView view, FileRecord wheel) {
        try {
            return metadata.find(new FileKey(view.record().upstream(), view.name(), wheel.effective()))
                    .map(CoreMetadata::parse);
        } catch (IOException e) {
            LOG.warn("{} is described without its metadata: {}", wheel.filename(), e.getMessage());
            return Optional.empty();
        }
    }
}
