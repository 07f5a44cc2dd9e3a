package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Secrets;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.python.PageFormatException;
import dev.waag.python.PageLimits;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.python.SimplePages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** The index that inputs come from. What it refuses ends the build. */
final class GateIndex implements AutoCloseable {
    private static final String JSON = "application/vnd.pypi.simple.v1+json";

    private final URI index;
    private final Fetcher fetcher;
    private final Map<ProjectName, Optional<SimplePage>> pages = new HashMap<>();

    /** @param index the URL that project pages lie below, ending in a slash; userinfo is sent to its origin only */
    GateIndex(URI index, Map<String, String> environment) {
        this.index = index;
        this.fetcher = new Fetcher(FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(index)));
    }

    URI uri() {
        return index;
    }

    /** All files of a project; empty where the index has none of that name. */
    Optional<SimplePage> page(ProjectName name) {
        return pages.computeIfAbsent(name, this::ask);
    }

    private Optional<SimplePage> ask(ProjectName name) {
        FetchRequest request = new FetchRequest(
                index.resolve(name + "/"),
                Map.of("Accept", JSON + ", text/html;q=0.1"),
                Optional.empty(),
                false,
                FetchLimits.DEFAULT.pageBytes(),
                false,
                true);
        try (Response response = fetcher.get(request)) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            if (response.status() != 200) {
                throw unreachable("status " + response.status() + " for " + name);
            }
            byte[] body = response.readAll();
            boolean json = response.header("content-type").orElse("").startsWith("application/vnd.pypi.simple");
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return Optional.of(
                    json
                            ? SimplePages.readJson(in, response.uri(), PageLimits.DEFAULT)
                            : SimplePages.readHtml(in, response.uri(), PageLimits.DEFAULT));
        } catch (IOException | PageFormatException e) {
            throw unreachable(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The bytes of a locked wheel, as the index gives them now.
     *
     * @throws UserException (findings) where the index refuses it, or has no such file; (incomplete) where it cannot be asked
     */
    byte[] fetch(LockedInput input) {
        SimpleFile file = page(input.name()).stream()
                .flatMap(p -> p.files().stream())
                .filter(f -> input.sha256().hex().equals(f.hashes().get("sha256")))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        Exit.FINDINGS,
                        "the locked build requirement " + input.name() + " " + input.version()
                                + " cannot be had: the index has no file of it with SHA-256 " + input.sha256(),
                        "it was taken down, replaced by another file of the same name, or the lock was changed by hand",
                        "look at "
                                + Secrets.mask(index.resolve(input.name() + "/").toString())
                                + "; `waag build --relock` chooses anew"));
        FetchRequest request = new FetchRequest(
                URI.create(file.url()),
                Map.of(),
                Optional.empty(),
                false,
                FetchLimits.DEFAULT.fileBytes(),
                true,
                false);
        try (Response response = fetcher.get(request.namedBy(index))) {
            byte[] body = response.readAll();
            if (response.status() == 403) {
                throw new UserException(
                        Exit.FINDINGS,
                        "the build requirement " + input.filename() + " is refused: " + detail(body),
                        "the gate's policy",
                        "choose another version: waag build --relock; or have it waived");
            }
            if (response.status() != 200) {
                throw unreachable("status " + response.status() + " for " + input.filename());
            }
            if (!Sha256.of(body).equals(input.sha256())) {
                throw new UserException(
                        Exit.FINDINGS,
                        "what the index sends as " + input.filename() + " has another SHA-256 than the lock says: "
                                + Sha256.of(body),
                        "the file was replaced on its way, or at the index",
                        "do not build; ask who runs the index");
            }
            return body;
        } catch (FetchException e) {
            throw unreachable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreachable(input.filename() + ": " + e.getMessage());
        }
    }

    private static String detail(byte[] problem) {
        try {
            return Json.MAPPER.readTree(problem).path("detail").asString("it does not say why");
        } catch (JacksonException e) {
            return "it does not say why";
        }
    }

    private UserException unreachable(String what) {
        return new UserException(
                Exit.INCOMPLETE,
                "the index " + Secrets.mask(index.toString()) + " cannot be asked: " + what,
                "it is down, or out of reach from here",
                "see that it runs, or name another with --index");
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
