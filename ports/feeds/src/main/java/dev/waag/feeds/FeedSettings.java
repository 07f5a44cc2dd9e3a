package dev.waag.feeds;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which advisories are wanted.
 *
 * @param advisories each the path of a folder of OSV records in JSON, with folders in it; the path of a zip file of such records; the URL of
 *     such a zip file; or, with a slash at its end, the URL of a folder with {@code modified_id.csv}, {@code all.zip} and {@code ID.json}, of
 *     which only what changed is fetched again
 * @param kev a catalogue of exploited vulnerabilities ({@link dev.waag.advisory.ExploitedCatalogue}), path or URL
 * @param epss probabilities of exploitation ({@link dev.waag.advisory.EpssScores}), path or URL, plain or packed with gzip
 * @param cache the folder for indexes and downloads, made where missing
 * @param refresh how old a download may be before its URL is asked again
 * @param offline whether nothing may be fetched: what was fetched before is used, however old
 */
public record FeedSettings(
        List<String> advisories,
        Optional<String> kev,
        Optional<String> epss,
        Path cache,
        Duration refresh,
        boolean offline) {

    public FeedSettings {
        advisories = List.copyOf(advisories);
    }

    /** All URLs among them, for {@link dev.waag.fetch.FetchSettings#withUpstreams}: the operator wrote them. */
    public List<URI> urls() {
        List<String> all = new ArrayList<>(advisories);
        if (kev.isPresent()) {
            all.add(kev.get());
        }
        if (epss.isPresent()) {
            all.add(epss.get());
        }
        List<URI> urls = new ArrayList<>();
        for (String source : all) {
            if (isUrl(source)) {
                urls.add(Faults.url(source));
            }
        }
        return urls;
    }

    static boolean isUrl(String source) {
        return source.startsWith("http://") || source.startsWith("https://");
    }
}
