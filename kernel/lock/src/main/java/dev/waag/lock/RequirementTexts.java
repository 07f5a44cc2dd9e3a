package dev.waag.lock;

import dev.waag.python.Marker;
import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What one requirement of a requirements file asks for, by pip's rules: a standard requirement, a URL, or a path. */
final class RequirementTexts {
    private static final Set<String> REPOSITORIES = Set.of("git", "hg", "svn", "bzr");

    private RequirementTexts() {}

    /**
     * @param name empty where only the content of what is named tells it
     * @param requirement the standard requirement, where it is one
     * @param version that a file's name says; {@code ""} where none does
     */
    record Asked(
            Optional<ProjectName> name,
            Optional<Requirement> requirement,
            String version,
            List<String> extras,
            String marker,
            PinSource source) {}

    static Asked parse(RequirementLine line) throws LockException {
        try {
            return line.editable() ? editable(line.text()) : plain(line.text());
        } catch (RequirementException e) {
            throw new LockException(
                    line.place().file(), line.place().line(), e.column(), "not a requirement: " + e.getMessage());
        }
    }

    /** A dependency as other formats write it, always a standard requirement. */
    static PinDependency dependency(Node node) throws LockException {
        Requirement requirement = requirement(node);
        return new PinDependency(
                requirement.name(),
                "",
                List.copyOf(requirement.extras()),
                requirement.marker().isPresent() ? requirement.marker().get().toString() : "");
    }

    static Requirement requirement(Node node) throws LockException {
        String text = node.text();
        try {
            return Requirement.parse(text);
        } catch (RequirementException e) {
            throw node.wrong("not a requirement: " + LockException.quote(text) + ": " + e.getMessage());
        }
    }

    private static Asked plain(String text) throws RequirementException {
        if (isUrl(text)) {
            int marker = text.indexOf("; ");
            return url(
                    LogicalLines.strip(marker < 0 ? text : text.substring(0, marker)),
                    marker < 0 ? "" : LogicalLines.strip(text.substring(marker + 1)));
        }
        int semicolon = text.indexOf(';');
        String name = LogicalLines.strip(semicolon < 0 ? text : text.substring(0, semicolon));
        int at = name.indexOf('@');
        boolean named = at >= 0 && !looksLikePath(name.substring(0, at));
        String path = withoutExtras(name);
        if (!named && (Archives.isArchive(path) || looksLikePath(path))) {
            return path(path, extras(name), semicolon < 0 ? "" : LogicalLines.strip(text.substring(semicolon + 1)));
        }
        return standard(Requirement.parse(text));
    }

    private static Asked editable(String text) throws RequirementException {
        int at = text.indexOf('@');
        if (at > 0 && !isUrl(text) && !looksLikePath(text.substring(0, at)) && !isUrl("git+" + text)) {
            Requirement requirement = Requirement.parse(text);
            if (requirement.url().isPresent()) {
                return standard(requirement);
            }
        }
        String bare = text.indexOf(':') > 0 ? text.substring(0, text.indexOf(':')) : "";
        if (REPOSITORIES.contains(bare.toLowerCase(Locale.ROOT))) {
            return url(bare + "+" + text, "");
        }
        if (isUrl(text) && !text.regionMatches(true, 0, "file:", 0, 5)) {
            return url(text, "");
        }
        Optional<ProjectName> egg = ProjectName.parse(Urls.fragment(text, "egg"));
        String path = withoutExtras(text);
        int hash = path.indexOf('#');
        return new Asked(
                egg,
                Optional.empty(),
                "",
                extras(text),
                "",
                PinSource.of(PinSource.Kind.EDITABLE, hash < 0 ? path : path.substring(0, hash)));
    }

    private static Asked standard(Requirement requirement) {
        String marker =
                requirement.marker().isPresent() ? requirement.marker().get().toString() : "";
        Optional<String> url = requirement.url();
        PinSource source = url.isPresent() ? source(url.get()) : PinSource.DEFAULT_INDEX;
        return new Asked(
                Optional.of(requirement.name()),
                Optional.of(requirement),
                url.isPresent() ? version(requirement.name(), url.get()) : "",
                List.copyOf(requirement.extras()),
                marker,
                source);
    }

    /** A URL alone: a wheel's name tells the project, else the part {@code #egg=name} does. */
    private static Asked url(String url, String marker) throws RequirementException {
        if (!marker.isEmpty()) {
            Marker.parse(marker);
        }
        String egg = Urls.fragment(url, "egg");
        Optional<Archives.NameAndVersion> archive = Archives.parse(Urls.fileName(url));
        Optional<ProjectName> name = archive.isPresent() && Urls.fileName(url).endsWith(".whl")
                ? Optional.of(archive.get().name())
                : egg.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Requirement.parse(egg).name());
        if (name.isEmpty() && archive.isPresent()) {
            name = Optional.of(archive.get().name());
        }
        String version = name.isPresent() ? version(name.get(), url) : "";
        return new Asked(name, Optional.empty(), version, extras(egg), marker, source(url));
    }

    private static Asked path(String path, List<String> extras, String marker) throws RequirementException {
        if (!marker.isEmpty()) {
            Marker.parse(marker);
        }
        boolean isFile = Archives.isArchive(path);
        Optional<Archives.NameAndVersion> archive = isFile ? Archives.parse(Urls.fileName(path)) : Optional.empty();
        Optional<ProjectName> name =
                archive.isPresent() ? Optional.of(archive.get().name()) : Optional.empty();
        return new Asked(
                name,
                Optional.empty(),
                archive.isPresent() ? archive.get().version() : "",
                extras,
                marker,
                PinSource.of(isFile ? PinSource.Kind.FILE : PinSource.Kind.DIRECTORY, path));
    }

    /** The kind of place that a URL is. */
    static PinSource source(String url) {
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        int hash = url.indexOf('#');
        String location = hash < 0 ? url : url.substring(0, hash);
        if (scheme.indexOf('+') > 0 || scheme.equals("git")) {
            int slash = location.indexOf('/', colon + 3);
            int at = location.lastIndexOf('@');
            return at > slash && slash > 0
                    ? new PinSource(PinSource.Kind.VCS, location.substring(0, at), location.substring(at + 1))
                    : PinSource.of(PinSource.Kind.VCS, location);
        }
        if (scheme.equals("file") || scheme.isEmpty()) {
            return PinSource.of(
                    Archives.isArchive(location) ? PinSource.Kind.FILE : PinSource.Kind.DIRECTORY, location);
        }
        return PinSource.of(PinSource.Kind.URL, location);
    }

    /** The version that the name of the file at a URL says, if the file is one of this project. */
    private static String version(ProjectName name, String url) {
        Optional<Archives.NameAndVersion> archive = Archives.parse(Urls.fileName(url));
        return archive.isPresent() && archive.get().name().equals(name)
                ? archive.get().version()
                : "";
    }

    private static boolean looksLikePath(String text) {
        return text.indexOf('/') >= 0 || text.startsWith(".");
    }

    private static boolean isUrl(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        int plus = scheme.indexOf('+');
        return switch (scheme) {
            case "http", "https", "file", "ftp" -> true;
            default -> plus > 0 && REPOSITORIES.contains(scheme.substring(0, plus));
        };
    }

    /** {@code path[a,b]} without its extras. */
    private static String withoutExtras(String text) {
        int bracket = text.endsWith("]") ? text.lastIndexOf('[') : -1;
        return bracket > 0 && bracket + 2 < text.length() ? LogicalLines.strip(text.substring(0, bracket)) : text;
    }

    private static List<String> extras(String text) {
        int bracket = text.endsWith("]") ? text.lastIndexOf('[') : -1;
        if (bracket <= 0) {
            return List.of();
        }
        List<String> extras = new ArrayList<>();
        for (String extra : text.substring(bracket + 1, text.length() - 1).split(",")) {
            if (!extra.isBlank()) {
                extras.add(ProjectName.normalize(extra.strip()));
            }
        }
        return extras;
    }
}
