package dev.waag.server;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.core.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * {@code /osv/v1/query}, {@code /osv/v1/querybatch} and {@code /osv/v1/vulns/ID}: the OSV API over the advisories that the gate judges by, so
 * that a tool which asks it says what the gate says. Answers are never paged. Errors have that API's form, {@code {"code", "message"}}.
 */
final class OsvRoutes {
    static final String PREFIX = "/osv/v1/";
    /** Of a request. */
    static final int MAX_BODY = 1 << 20;
    /** In a batch. */
    static final int MAX_QUERIES = 1000;

    private static final String QUERY = PREFIX + "query";
    private static final String BATCH = PREFIX + "querybatch";
    private static final String RECORDS = PREFIX + "vulns/";
    /** Codes of the API's errors (google.rpc.Code). */
    private static final int INVALID_ARGUMENT = 3;

    private static final int NOT_FOUND = 5;

    private final AdvisoryFeed advisories;

    OsvRoutes(AdvisoryFeed advisories) {
        this.advisories = advisories;
    }

    void handle(Exchange x) {
        boolean asking = x.path().equals(QUERY) || x.path().equals(BATCH);
        boolean record = x.path().startsWith(RECORDS);
        boolean post = x.request().getMethod().equals("POST");
        if (!asking && !record) {
            x.problem(404, "Not Found", "there are " + QUERY + ", " + BATCH + " and " + RECORDS + "ID");
        } else if (asking != post) {
            x.fields().put(HttpHeader.ALLOW, asking ? "POST" : "GET, HEAD");
            x.problem(405, "Method Not Allowed", x.path() + " answers " + (asking ? "POST" : "GET, HEAD"));
        } else if (advisories.current().isEmpty()) {
            unknown(x);
        } else {
            AdvisoryIndex index = advisories.current().get().index();
            if (record) {
                record(x, index, x.below(RECORDS));
            } else {
                ask(x, index);
            }
        }
    }

    /** That nothing is known is no answer: an empty one would read as "no vulnerabilities". */
    private void unknown(Exchange x) {
        if (advisories.configured()) {
            x.fields().put(HttpHeader.RETRY_AFTER, 10);
            x.problem(
                    503,
                    "The advisories are not there yet",
                    "they are fetched and read now: try again in a while"
                            + advisories.trouble().map(t -> "; " + t).orElse(""));
        } else {
            x.problem(
                    503,
                    "This gate has no advisories",
                    "name a source of OSV records under [advisories] sources in waag.toml, or in WAAG_ADVISORIES_SOURCES");
        }
    }

    private static void record(Exchange x, AdvisoryIndex index, String id) {
        Optional<byte[]> json = index.record(id);
        if (json.isEmpty()) {
            error(x, 404, NOT_FOUND, "there is no advisory " + id + " here");
        } else {
            x.fields().put(Exchange.NO_STORE);
            x.send(200, "application/json", json.get());
        }
    }

    private static void ask(Exchange x, AdvisoryIndex index) {
        try {
            Optional<byte[]> body = x.body(MAX_BODY);
            if (body.isEmpty()) {
                error(x, 413, INVALID_ARGUMENT, "a request has at most " + MAX_BODY + " bytes");
                return;
            }
            JsonNode json = Json.MAPPER.readTree(body.get());
            if (!json.isObject()) {
                error(x, 400, INVALID_ARGUMENT, "the body is no JSON object");
            } else if (x.path().equals(BATCH)) {
                batch(x, index, json);
            } else {
                query(x, index, OsvQuery.read(json));
            }
        } catch (JacksonException e) {
            error(x, 400, INVALID_ARGUMENT, "the body is no JSON");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private static void query(Exchange x, AdvisoryIndex index, OsvQuery query) {
        if (query instanceof OsvQuery.Wrong wrong) {
            error(x, 400, INVALID_ARGUMENT, wrong.message());
            return;
        }
        List<JsonNode> records = new ArrayList<>();
        for (String id : OsvMatches.of(index, query).keySet()) {
            index.record(id).map(Json.MAPPER::readTree).ifPresent(records::add);
        }
        x.json(200, records.isEmpty() ? Map.of() : Map.of("vulns", records));
    }

    private static void batch(Exchange x, AdvisoryIndex index, JsonNode body) {
        JsonNode queries = body.path("queries");
        if (!queries.isArray()) {
            error(x, 400, INVALID_ARGUMENT, "a batch has queries, an array");
            return;
        }
        if (queries.size() > MAX_QUERIES) {
            error(x, 400, INVALID_ARGUMENT, "a batch has at most " + MAX_QUERIES + " queries");
            return;
        }
        List<Map<String, Object>> results = new ArrayList<>();
        for (JsonNode one : queries) {
            OsvQuery query = OsvQuery.read(one);
            if (query instanceof OsvQuery.Wrong wrong) {
                error(x, 400, INVALID_ARGUMENT, "query " + results.size() + ": " + wrong.message());
                return;
            }
            List<Map<String, String>> vulns = new ArrayList<>();
            OsvMatches.of(index, query)
                    .forEach((id, modified) -> vulns.add(Map.of("id", id, "modified", modified.toString())));
            results.add(vulns.isEmpty() ? Map.of() : Map.of("vulns", vulns));
        }
        x.json(200, Map.of("results", results));
    }

    private static void error(Exchange x, int status, int code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        x.json(status, error);
    }
}
