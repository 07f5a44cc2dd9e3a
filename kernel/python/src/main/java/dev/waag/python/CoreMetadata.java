package dev.waag.python;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Core metadata, a wheel's METADATA or an sdist's PKG-INFO: header lines in the form of RFC 822, in UTF-8, and after an empty line the description.
 *
 * <p>{@code "Name: demo\nVersion: 1.0\nRequires-Dist: a>=1\nRequires-Dist: b\n\nText"} has the name {@code demo}, two entries in
 * {@link #requiresDist()} and the description {@code Text}.
 *
 * <p>Reading never fails: what is not a header ends the headers, as Python's own reader has it. A field that is absent, empty or the
 * {@code UNKNOWN} of older tools is {@code ""}, or an empty list; of a field that may stand once only, the first counts.
 */
public final class CoreMetadata {
    private final Map<String, List<String>> headers;
    private final String body;

    private CoreMetadata(Map<String, List<String>> headers, String body) {
        this.headers = headers;
        this.body = body;
    }

    public static CoreMetadata parse(byte[] content) {
        HeaderReader reader = new HeaderReader(new String(content, StandardCharsets.UTF_8));
        Map<String, List<String>> headers = new LinkedHashMap<>();
        reader.headers((name, value) ->
                headers.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
        headers.replaceAll((name, values) -> List.copyOf(values));
        return new CoreMetadata(Collections.unmodifiableMap(headers), reader.rest());
    }

    /** All header fields by lower-case name, in their order, each value without its folding: continued lines are joined by {@code \n}. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    public String metadataVersion() {
        return one("metadata-version");
    }

    public String name() {
        return one("name");
    }

    public String version() {
        return one("version");
    }

    public String summary() {
        return one("summary");
    }

    public String requiresPython() {
        return one("requires-python");
    }

    /** Requirements in the form of PEP 508, as written. */
    public List<String> requiresDist() {
        return all("requires-dist");
    }

    public List<String> providesExtra() {
        return all("provides-extra");
    }

    /** The free text of {@code License}, which may be a whole licence of many lines. */
    public String licence() {
        return text("license");
    }

    /** The SPDX expression of {@code License-Expression} (PEP 639). */
    public String licenceExpression() {
        return one("license-expression");
    }

    public List<String> licenceFiles() {
        return all("license-file");
    }

    public List<String> classifiers() {
        return all("classifier");
    }

    /** {@code Project-URL} entries by label, {@code Home-page} and {@code Download-URL} not among them. */
    public Map<String, String> projectUrls() {
        Map<String, String> urls = new LinkedHashMap<>();
        for (String entry : all("project-url")) {
            int comma = entry.indexOf(',');
            if (comma >= 0) {
                urls.putIfAbsent(
                        entry.substring(0, comma).strip(),
                        entry.substring(comma + 1).strip());
            }
        }
        return Collections.unmodifiableMap(urls);
    }

    /** Systems that it is for, as {@code Platform} names them. */
    public List<String> platforms() {
        return all("platform");
    }

    public List<String> supportedPlatforms() {
        return all("supported-platform");
    }

    /** What it needs besides Python's projects, as written. */
    public List<String> requiresExternal() {
        return all("requires-external");
    }

    public List<String> providesDist() {
        return all("provides-dist");
    }

    public List<String> obsoletesDist() {
        return all("obsoletes-dist");
    }

    /** What can be imported (PEP 794); empty if nothing is said of it, and an empty list if it says that nothing can. */
    public Optional<List<ImportName>> importNames() {
        return imports("import-name");
    }

    /** Namespaces that it shares with other projects (PEP 794); empty if nothing is said of them. */
    public Optional<List<ImportName>> importNamespaces() {
        return imports("import-namespace");
    }

    public String homePage() {
        return one("home-page");
    }

    public String downloadUrl() {
        return one("download-url");
    }

    public String author() {
        return one("author");
    }

    public String authorEmail() {
        return one("author-email");
    }

    public String maintainer() {
        return one("maintainer");
    }

    public String maintainerEmail() {
        return one("maintainer-email");
    }

    public String keywords() {
        return one("keywords");
    }

    /** Names of the fields that a build may change (PEP 643). */
    public List<String> dynamic() {
        return all("dynamic");
    }

    public String descriptionContentType() {
        return one("description-content-type");
    }

    /** What stands after the headers, else the {@code Description} field. */
    public String description() {
        return body.isBlank() ? text("description") : body;
    }

    private Optional<List<ImportName>> imports(String field) {
        return Optional.ofNullable(headers.get(field))
                .map(values -> values.stream()
                        .filter(v -> !isUnknown(v))
                        .map(ImportName::of)
                        .toList());
    }

    private String one(String name) {
        return text(name).replaceAll("\n[ \t]*", " ");
    }

    private String text(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() || isUnknown(values.getFirst()) ? "" : values.getFirst();
    }

    private List<String> all(String name) {
        return headers.getOrDefault(name, List.of()).stream()
                .filter(v -> !isUnknown(v))
                .map(v -> v.replaceAll("\n[ \t]*", " "))
                .toList();
    }

    private static boolean isUnknown(String value) {
        return value.isEmpty() || value.equals("UNKNOWN");
    }
}
