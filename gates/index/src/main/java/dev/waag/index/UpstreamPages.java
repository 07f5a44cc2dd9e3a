package dev.waag.index;

import dev.waag.core.Secrets;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.python.DistributionName;
import dev.waag.python.PageFormatException;
import dev.waag.python.PageLimits;
import dev.waag.python.ProjectName;
import dev.waag.python.SimplePage;
import dev.waag.python.SimplePages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks upstreams for pages: JSON (PEP 691) preferred, HTML (PEP 503) as the fallback, revalidated where we have one already. */
final class UpstreamPages {
    static final String ACCEPT =
            "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01";
    /** Answers of a server, or of a proxy before it, that fails as a whole (RFC 9110, section 15.6; RFC 6585, section 4). */
    private static final Set<Integer> OVERLOADED = Set.of(429, 502, 503, 504);

    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=\"?(\\d{1,9})");

    private final Fetcher fetcher;
    private final FetchLimits limits;

    UpstreamPages(Fetcher fetcher, FetchLimits limits) {
        this.fetcher = fetcher;
        this.limits = limits;
    }

    /** @param etag the validator of the page that we have, or empty; so {@code lastModified} */
    PageAnswer ask(Upstream upstream, ProjectName name, String etag, String lastModified) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", ACCEPT);
        if (!etag.isEmpty()) {
            headers.put("If-None-Match", etag);
        }
        if (!lastModified.isEmpty()) {
            headers.put("If-Modified-Since", lastModified);
        }
        FetchRequest request = Requests.page(upstream.page(name), headers, limits.pageBytes());
        Response response;
        try {
            response = fetcher.get(request);
        } catch (FetchException e) {
            boolean ofThisPage = e instanceof FetchException.BadRedirect
                    || e instanceof FetchException.Refused
                    || e instanceof FetchException.TooLarge;
            return new PageAnswer.Failed(String.valueOf(e.getMessage()), !ofThisPage);
        }
        try (response) {
            return read(response, name);
        } catch (UncheckedIOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new PageAnswer.Failed(String.valueOf(cause.getMessage()), false);
        } catch (PageFormatException | IOException e) {
            return new PageAnswer.Failed(
                    "the page of " + name.value() + " from " + Secrets.mask(upstream.id()) + " cannot be read: "
                            + e.getMessage(),
                    false);
        }
    }

    private static PageAnswer read(Response response, ProjectName name) throws IOException, PageFormatException {
        Optional<Duration> maxAge = maxAge(response.header("Cache-Control").orElse(""));
        return switch (response.status()) {
            case 304 -> new PageAnswer.Unchanged(maxAge);
            case 404, 410 -> new PageAnswer.Absent();
            case 200 -> page(response, name, maxAge);
            default ->
                new PageAnswer.Failed(
                        "the upstream " + response.uri().getHost() + " answered " + response.status() + " for "
                                + name.value(),
                        OVERLOADED.contains(response.status()));
        };
    }

    private static PageAnswer page(Response response, ProjectName name, Optional<Duration> maxAge)
            throws IOException, PageFormatException {
        boolean html = !response.header("Content-Type")
                .orElse("text/html")
                .toLowerCase(Locale.ROOT)
                .contains("json");
        SimplePage page = html
                ? SimplePages.readHtml(response.body(), response.uri(), PageLimits.DEFAULT)
                : SimplePages.readJson(response.body(), response.uri(), PageLimits.DEFAULT);
        check(page, name, html);
        return new PageAnswer.Page(
                page,
                html,
                response.header("ETag").orElse(""),
                response.header("Last-Modified").orElse(""),
                maxAge);
    }

    /**
     * A page must be this project's. HTML need not name it, but then at least one file on it must be the project's: what a captive portal or
     * a login page answers is no page without files.
     */
    private static void check(SimplePage page, ProjectName name, boolean html) throws PageFormatException {
        boolean named = ProjectName.normalize(page.name()).equals(name.value());
        if (named) {
            return;
        }
        if (!html || !page.name().isEmpty()) {
            throw new PageFormatException("it is the page of '" + page.name() + "'");
        }
        boolean ours = page.files().stream()
                .anyMatch(f -> DistributionName.parse(f.filename(), name).belongsTo(name));
        if (!ours) {
            throw new PageFormatException("it is no project page: it neither says so nor has a file of the project");
        }
    }

    /** The freshness that a Cache-Control header grants (RFC 9111, 5.2.2): zero for no-cache and no-store; empty where it says nothing. */
    static Optional<Duration> maxAge(String cacheControl) {
        String lower = cacheControl.toLowerCase(Locale.ROOT);
        if (lower.contains("no-cache") || lower.contains("no-store")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher m = MAX_AGE.matcher(lower);
        return m.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(m.group(1)))) : Optional.empty();
    }
}
