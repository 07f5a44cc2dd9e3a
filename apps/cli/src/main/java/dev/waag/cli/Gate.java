package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.fetch.SendRequest;
import dev.waag.fetch.UploadRequest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A running gate, talked to through its API. What it refuses becomes an error that a person reads. */
final class Gate implements AutoCloseable {
    private static final int MAX = 16 << 20;
    private static final long MAX_FILE = 64L << 30;
    private static final String GIVE_TOKEN =
            "give one that may with WAAG_TOKEN or --token; on the gate's own machine, --data DIR has the administrator's";

    private final String base;
    private final Optional<String> token;
    private final Fetcher fetcher;

    Gate(URI url, Optional<String> token, Map<String, String> environment) {
        this(url, token, environment, FetchLimits.DEFAULT);
    }

    Gate(URI url, Optional<String> token, Map<String, String> environment, FetchLimits limits) {
        String text = url.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.token = token;
        this.fetcher = new Fetcher(
                FetchSettings.fromEnvironment(environment, List.of(), limits).withUpstreams(List.of(url)));
    }

    /** @param path below the gate's address, beginning with a slash */
    JsonNode get(String path) {
        FetchRequest request = new FetchRequest(uri(path), headers(), Optional.empty(), false, MAX, false, true);
        return answered(() -> fetcher.get(request));
    }

    JsonNode post(String path, Map<String, ?> body) {
        byte[] json = Json.MAPPER.writeValueAsBytes(body);
        return answered(() -> fetcher.send(new SendRequest("POST", uri(path), headers(), Optional.of(json), MAX)));
    }

    JsonNode put(String path, Map<String, ?> body) {
        byte[] json = Json.MAPPER.writeValueAsBytes(body);
        return answered(() -> fetcher.send(new SendRequest("PUT", uri(path), headers(), Optional.of(json), MAX)));
    }

    /** Posts a file with something around it. */
    JsonNode upload(String path, String contentType, byte[] before, Path file, byte[] after) {
        Map<String, String> headers = new LinkedHashMap<>(headers());
        headers.put("Content-Type", contentType);
        return answered(() -> {
            try {
                return fetcher.send(new UploadRequest(uri(path), headers, before, file, after, MAX));
            } catch (FileNotFoundException e) {
                throw new UserException(
                        Exit.USAGE,
                        "there is no file " + file,
                        "the path is misspelt, or relative to another folder",
                        "check the path");
            }
        });
    }

    /** Where it is, with a slash at its end. */
    URI base() {
        return URI.create(base + "/");
    }

    /** A document as it is, byte for byte. */
    byte[] bytes(String path, String type) throws IOException {
        try (InputStream in = stream(base + path, type)) {
            return in.readAllBytes();
        }
    }

    /** What is at an address of this gate. */
    InputStream stream(String url) throws IOException {
        return stream(url, "*/*");
    }

    private InputStream stream(String url, String type) throws IOException {
        if (!url.startsWith(base + "/")) {
            throw new IOException(Secrets.mask(url) + " is not at the gate " + where());
        }
        Map<String, String> headers = new LinkedHashMap<>(headers());
        headers.put("Accept", type);
        FetchRequest request =
                new FetchRequest(URI.create(url), headers, Optional.empty(), false, MAX_FILE, false, true);
        Response response = fetcher.get(request);
        if (response.status() != 200) {
            try (response) {
                throw json(response.readAll())
                        .map(problem -> refused(response.status(), problem))
                        .orElseGet(() -> new UserException(
                                Exit.INCOMPLETE,
                                url + " answers " + response.status(),
                                "the gate failed at it, or something between here and the gate answers in its place",
                                "see the gate's log"));
            }
        }
        return response.body();
    }

    JsonNode delete(String path) {
        return answered(() -> fetcher.send(new SendRequest("DELETE", uri(path), headers(), Optional.empty(), MAX)));
    }

    boolean hasToken() {
        return token.isPresent();
    }

    /** Where it is, without a slash at the end. */
    URI address() {
        return URI.create(base);
    }

    private URI uri(String path) {
        return URI.create(base + path);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/json");
        token.ifPresent(t -> headers.put("Authorization", "Bearer " + t));
        return headers;
    }

    private interface Asking {
        Response ask() throws FetchException;
    }

    private JsonNode answered(Asking asking) {
        int status;
        byte[] body;
        try (Response response = asking.ask()) {
            status = response.status();
            body = response.readAll();
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the gate at " + where() + " cannot be asked: " + e.getMessage(),
                    "it is not running there, or a proxy stands in between",
                    "check the address, and that `waag serve` runs");
        }
        Optional<JsonNode> json = json(body);
        if (json.isEmpty()) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "what answers at " + where() + " is no gate: status " + status + ", and no JSON",
                    "the address is another server's",
                    "check the address; it is the one that `waag serve` prints");
        }
        if (status / 100 != 2) {
            throw refused(status, json.get());
        }
        return json.get();
    }

    private static Optional<JsonNode> json(byte[] body) {
        try {
            return Optional.of(Json.MAPPER.readTree(body)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Titles that say no more than the status does. */
    private static final Set<String> PLAIN =
            Set.of("", "Bad Request", "Not Found", "Unauthorized", "Forbidden", "Method Not Allowed", "Conflict");

    /** A refusal in three parts: what stands before its colon, what stands behind it, and what the gate or this says is to do. */
    private UserException refused(int status, JsonNode problem) {
        String title = problem.path("title").asString("");
        String detail = problem.path("detail").asString(title.isEmpty() ? "status " + status : title);
        String said = PLAIN.contains(title) ? detail : title;
        int colon = said.replaceFirst("; .*", "").indexOf(": "); // several faults stay one list
        String what = colon < 0 ? said : said.substring(0, colon);
        String cause = colon >= 0 ? said.substring(colon + 2) : said.equals(detail) ? "" : detail;
        String remedy = problem.path("remedy").asString("");
        if (status == 401) {
            return new UserException(
                    Exit.USAGE,
                    "the gate at " + where() + " does not let you do this: " + what,
                    token.isPresent() ? "the token is wrong, or another gate's" : "no token was given",
                    GIVE_TOKEN);
        }
        if (status == 403 && remedy.isEmpty() && !problem.has("message")) {
            return new UserException(
                    Exit.FINDINGS, "the gate at " + where() + " does not let you do this: " + what, cause, GIVE_TOKEN);
        }
        if (status == 403 || status == 409 || status / 100 == 4 && problem.has("message")) {
            return new UserException(Exit.FINDINGS, what, cause, remedy);
        }
        if (status / 100 != 4) {
            return new UserException(Exit.INCOMPLETE, what, cause, or(remedy, "see the log of the gate at " + where()));
        }
        boolean absent = status == 404;
        return new UserException(
                Exit.USAGE,
                what,
                or(cause, absent ? "it was never made there, or is misspelt" : "what was given is something else"),
                or(
                        remedy,
                        absent
                                ? "check its spelling, and that the gate is the right one: " + where()
                                : "write it as the message says; --help of the command shows what it takes"));
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private String where() {
        return Secrets.mask(base);
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
