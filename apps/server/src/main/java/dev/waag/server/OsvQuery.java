package dev.waag.server;

import dev.waag.python.ProjectName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One query of the OSV API: {@code {"package": {"name", "ecosystem"} or {"purl"}, "version"}}. */
sealed interface OsvQuery {
    /** A Python project, and a version of it; without one, whatever is known of the project. */
    record Of(ProjectName project, Optional<String> version) implements OsvQuery {}

    /** Something that no advisory here is about: another ecosystem, a commit, a name that no project can have. */
    record Elsewhere() implements OsvQuery {}

    record Wrong(String message) implements OsvQuery {}

    static OsvQuery read(JsonNode query) {
        if (!query.isObject()) {
            return new Wrong("a query is a JSON object");
        }
        JsonNode about = query.path("package");
        for (JsonNode text : new JsonNode[] {
            query.path("version"), query.path("commit"), about.path("name"), about.path("ecosystem"), about.path("purl")
        }) {
            if (!text.isMissingNode() && !text.isNull() && !text.isString()) {
                return new Wrong("version, commit, name, ecosystem and purl are strings");
            }
        }
        if (!text(query, "commit").isEmpty()) {
            return new Elsewhere();
        }
        String version = text(query, "version");
        return text(about, "purl").isEmpty() ? byName(about, version) : byPurl(about, version);
    }

    /** Where no ecosystem is named Python's is meant, for no other is known here. */
    private static OsvQuery byName(JsonNode about, String version) {
        String name = text(about, "name");
        String ecosystem = text(about, "ecosystem");
        if (name.isEmpty()) {
            return new Wrong("invalid query: a package is named by name and ecosystem, or by purl");
        }
        return ecosystem.isEmpty() || ecosystem.equalsIgnoreCase("PyPI") ? of(name, version) : new Elsewhere();
    }

    /** A package URL: {@code pkg:pypi/NAME@VERSION?qualifiers#subpath}, of which qualifiers and subpath say nothing here. */
    private static OsvQuery byPurl(JsonNode about, String version) {
        if (!text(about, "name").isEmpty() || !text(about, "ecosystem").isEmpty()) {
            return new Wrong((text(about, "name").isEmpty() ? "ecosystem" : "name") + " specified in a PURL query");
        }
        String purl = text(about, "purl").split("[#?]", 2)[0];
        if (!purl.regionMatches(true, 0, "pkg:", 0, 4)) {
            return new Wrong("invalid purl: it begins with pkg:");
        }
        String[] parts = purl.substring(4).replaceFirst("^/+", "").split("/", 2);
        if (!parts[0].toLowerCase(Locale.ROOT).equals("pypi")) {
            return new Elsewhere();
        }
        String named = parts.length > 1 ? parts[1] : "";
        int at = named.lastIndexOf('@');
        Optional<String> name = decoded(at < 0 ? named : named.substring(0, at));
        Optional<String> own = decoded(at < 0 ? "" : named.substring(at + 1));
        if (name.isEmpty() || own.isEmpty() || name.get().isEmpty()) {
            return new Wrong("invalid purl: it is written pkg:pypi/NAME@VERSION");
        }
        if (!own.get().isEmpty() && !version.isEmpty()) {
            return new Wrong("version specified in params and PURL query");
        }
        return of(name.get(), own.get().isEmpty() ? version : own.get());
    }

    private static OsvQuery of(String name, String version) {
        return ProjectName.parse(name)
                .<OsvQuery>map(p -> new Of(p, version.isEmpty() ? Optional.empty() : Optional.of(version)))
                .orElseGet(Elsewhere::new);
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode of, String member) {
        return of.path(member).asString("").strip();
    }
}
