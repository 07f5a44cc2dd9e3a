package dev.waag.check;

import dev.waag.core.Json;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.policy.KnownAdvisory;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the index itself knows of vulnerabilities: the {@code vulnerabilities} of its JSON API, for who names no other source. */
final class IndexAdvisories {
    private static final int MAX = 32 << 20;
    private static final Set<String> SEVERITIES = Set.of("critical", "high", "medium", "low", "info");

    private final Fetcher fetcher;
    private final URI index;

    IndexAdvisories(Fetcher fetcher, URI index) {
        this.fetcher = fetcher;
        this.index = index;
    }

    /** Empty where the index has no such API or no such release, so that nothing is known. */
    Optional<List<KnownAdvisory>> affecting(ProjectName name, String version) throws IOException {
        String text = index.toString();
        String root = text.endsWith("/simple/") ? text.substring(0, text.length() - "simple/".length()) : text;
        URI uri = URI.create(root + "pypi/" + name.value() + "/" + version.replace("+", "%2B") + "/json");
        FetchRequest request =
                new FetchRequest(uri, Map.of("Accept", "application/json"), Optional.empty(), false, MAX, false, true);
        try (Response response = fetcher.get(request)) {
            if (response.status() != 200) {
                return Optional.empty();
            }
            JsonNode all = Json.MAPPER.readTree(response.readAll()).get("vulnerabilities");
            return all == null || !all.isArray() ? Optional.empty() : Optional.of(read(all, version));
        } catch (JacksonException e) {
            throw new IOException(uri.getHost() + " answered what is no JSON for " + name.value(), e);
        } catch (FetchException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<KnownAdvisory> read(JsonNode all, String version) {
        List<KnownAdvisory> known = new ArrayList<>();
        for (JsonNode one : all) {
            String id = one.path("id").asString("");
            boolean withdrawn = one.hasNonNull("withdrawn");
            if (!id.isBlank() && !withdrawn) {
                known.add(new KnownAdvisory(
                        id,
                        texts(one.path("aliases")),
                        severity(one),
                        id.startsWith("MAL-"),
                        one.path("known_exploited").asBoolean(false),
                        above(version, texts(one.path("fixed_in"))),
                        one.path("summary").asString("")));
            }
        }
        return known;
    }

    /** A gate tells it; elsewhere nobody scored it. */
    private static String severity(JsonNode one) {
        String word = one.path("severity").asString("");
        return SEVERITIES.contains(word) ? word : "";
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(n -> {
            if (n.isString()) {
                texts.add(n.asString());
            }
        });
        return texts;
    }

    private static List<String> above(String version, List<String> fixed) {
        Optional<Version> pinned = Version.parse(version);
        return fixed.stream()
                .map(Version::parse)
                .flatMap(Optional::stream)
                .filter(f -> pinned.isEmpty() || f.compareTo(pinned.get()) > 0)
                .sorted()
                .map(Version::toString)
                .distinct()
                .toList();
    }
}
