package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An earlier build, as its manifest or a provenance tells it. Neither is trusted: what it says is held against what is found.
 *
 * @param tools version and digest by name
 * @param outputs digests by file name
 * @param members digests by file name and member; nothing for an output whose members are not known
 * @param capabilities what the outputs' code can do; empty where nobody looked
 * @param sourceDigest of {@link SourceTree#digest}
 * @param tags that the backend could ask git about; empty where there was no repository
 */
record Known(
        Map<String, String> tools,
        Map<String, String> environment,
        List<LockedInput> inputs,
        Map<String, Sha256> outputs,
        Map<String, Map<String, String>> members,
        Optional<TreeSet<String>> capabilities,
        Optional<String> commit,
        Optional<String> sourceDigest,
        Optional<Map<String, String>> tags,
        boolean hermetic,
        boolean embedSbom) {
    private static final String ENDING = ".intoto.jsonl";

    /** @throws UserException (usage) where there is no manifest in the folder, or it cannot be read */
    static Known ofFolder(Path folder) {
        Path file = folder.resolve(ManifestJson.FILE);
        if (!Files.isRegularFile(file)) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no " + ManifestJson.FILE + " in " + folder,
                    "it is no folder that `waag build` wrote",
                    "name one that is");
        }
        return ofManifest(file);
    }

    /** Of a manifest or a provenance, told apart by content. */
    static Known of(Path file) {
        JsonNode json = read(file);
        return json.has("payload") || json.has("dsseEnvelope") || json.has("predicateType")
                ? ofProvenance(file, json)
                : ofManifest(file);
    }

    private static Known ofManifest(Path file) {
        JsonNode json = read(file);
        if (!json.path("outputs").isArray()
                || !json.path("inputs").isArray()
                || !json.path("environment").isObject()) {
            throw wrong(file, "it has no outputs, inputs and environment");
        }
        Map<String, String> tools = new TreeMap<>();
        for (JsonNode t : json.path("tools")) {
            tools.put(t.path("name").asString(""), tool(t));
        }
        List<LockedInput> inputs = new ArrayList<>();
        for (JsonNode i : json.path("inputs")) {
            inputs.add(input(
                    file,
                    i.path("name").asString(""),
                    i.path("version").asString(""),
                    i.path("filename").asString(""),
                    i.path("sha256").asString("")));
        }
        Map<String, Sha256> outputs = new LinkedHashMap<>();
        Map<String, Map<String, String>> members = new LinkedHashMap<>();
        for (JsonNode o : json.path("outputs")) {
            String name = o.path("filename").asString("");
            outputs.put(name, digest(file, o.path("sha256").asString("")));
            if (o.path("members").isObject()) {
                members.put(name, strings(o.path("members")));
            }
        }
        Optional<TreeSet<String>> capabilities = Optional.empty();
        if (json.path("capabilities").isArray()) {
            TreeSet<String> all = new TreeSet<>();
            json.path("capabilities").forEach(c -> all.add(c.asString("")));
            capabilities = Optional.of(all);
        }
        JsonNode source = json.path("source");
        return new Known(
                tools,
                strings(json.path("environment")),
                inputs,
                outputs,
                members,
                capabilities,
                text(source.path("commit")),
                text(source.path("digest")),
                tags(source.path("repository")),
                json.path("hermetic").asBoolean(false),
                json.path("embedded_sbom").asBoolean(false));
    }

    private static Known ofProvenance(Path file, JsonNode document) {
        JsonNode statement = statement(file, document);
        JsonNode definition = statement.path("predicate").path("buildDefinition");
        if (!definition.path("buildType").asString("").equals(Evidence.BUILD_TYPE)) {
            throw wrong(file, "it is no provenance of a build by waag");
        }
        JsonNode internal = definition.path("internalParameters");
        Map<String, String> tools = new TreeMap<>();
        internal.path("tools").properties().forEach(t -> tools.put(t.getKey(), tool(t.getValue())));
        List<LockedInput> inputs = new ArrayList<>();
        Optional<String> commit = Optional.empty();
        Optional<String> digest = Optional.empty();
        for (JsonNode d : definition.path("resolvedDependencies")) {
            String uri = d.path("uri").asString("");
            String sha256 = d.path("digest").path("sha256").asString("");
            if (uri.startsWith("pkg:pypi/")) {
                int at = uri.lastIndexOf('@');
                inputs.add(input(
                        file,
                        uri.substring("pkg:pypi/".length(), Math.max(at, 9)),
                        uri.substring(at + 1),
                        d.path("name").asString(""),
                        sha256));
            } else {
                commit = text(d.path("digest").path("gitCommit"));
                digest = Optional.of(sha256).filter(s -> !s.isEmpty());
            }
        }
        Map<String, Sha256> outputs = new LinkedHashMap<>();
        for (JsonNode s : statement.path("subject")) {
            outputs.put(
                    s.path("name").asString(""),
                    digest(file, s.path("digest").path("sha256").asString("")));
        }
        return new Known(
                tools,
                strings(internal.path("environment")),
                inputs,
                outputs,
                beside(file, outputs),
                Optional.empty(),
                commit,
                digest,
                tags(internal.path("repository")),
                internal.path("hermetic").asBoolean(false),
                definition.path("externalParameters").path("embed_sbom").asBoolean(false));
    }

    /** The members of the files that stand beside the provenance, where they are those that it speaks of. */
    private static Map<String, Map<String, String>> beside(Path file, Map<String, Sha256> outputs) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        outputs.forEach((name, digest) -> {
            Path output = file.resolveSibling(name);
            try {
                if (!name.contains("/") && Files.isRegularFile(output)) {
                    byte[] content = Files.readAllBytes(output);
                    if (Sha256.of(content).equals(digest)) {
                        Map<String, String> members = new TreeMap<>();
                        Output.of(name, content).members().forEach((m, d) -> members.put(m, d.hex()));
                        all.put(name, members);
                    }
                }
            } catch (IOException e) {
                return; // its members stay unknown
            }
        });
        return all;
    }

    private static JsonNode statement(Path file, JsonNode document) {
        JsonNode envelope = document.has("dsseEnvelope") ? document.path("dsseEnvelope") : document;
        if (envelope.has("predicateType")) {
            return envelope;
        }
        try {
            return Json.MAPPER.readTree(
                    Base64.getDecoder().decode(envelope.path("payload").asString("")));
        } catch (IllegalArgumentException | JacksonException e) {
            throw wrong(file, "its payload cannot be read");
        }
    }

    private static JsonNode read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String document = String.valueOf(file.getFileName()).endsWith(ENDING)
                    ? text.lines().filter(l -> !l.isBlank()).findFirst().orElse("")
                    : text;
            JsonNode json = Json.MAPPER.readTree(document);
            if (json.isObject()) {
                return json;
            }
            throw wrong(file, "it is no JSON object");
        } catch (IOException e) {
            throw wrong(file, "it cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            throw wrong(file, "it is no JSON");
        }
    }

    private static LockedInput input(Path file, String name, String version, String filename, String sha256) {
        ProjectName project =
                ProjectName.parse(name).orElseThrow(() -> wrong(file, "it names an input '" + Tail.of(name, 1) + "'"));
        String wheel =
                filename.isEmpty() ? project.value().replace('-', '_') + "-" + version + "-py3-none-any.whl" : filename;
        if (wheel.contains("/") || !wheel.endsWith(".whl")) {
            throw wrong(file, "its input " + name + " is no wheel");
        }
        return new LockedInput(project, version, wheel, digest(file, sha256));
    }

    private static Sha256 digest(Path file, String hex) {
        return Sha256.parse(hex).orElseThrow(() -> wrong(file, "a SHA-256 in it is none"));
    }

    private static String tool(JsonNode t) {
        return t.path("version").asString("")
                + (t.has("sha256") ? " (SHA-256 " + t.path("sha256").asString("") + ")" : "");
    }

    private static Optional<Map<String, String>> tags(JsonNode repository) {
        return repository.path("tags").isObject() ? Optional.of(strings(repository.path("tags"))) : Optional.empty();
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> all = new TreeMap<>();
        object.properties().forEach(p -> all.put(p.getKey(), p.getValue().asString("")));
        return all;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.asString("")).filter(s -> !s.isEmpty()) : Optional.empty();
    }

    /** The source's time that it was built with. */
    Optional<Long> epoch() {
        String text = environment.getOrDefault("SOURCE_DATE_EPOCH", "");
        return text.matches("\\d{1,11}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static UserException wrong(Path file, String what) {
        return new UserException(
                Exit.USAGE,
                file + ": " + what,
                "",
                "name a build-manifest.json or a .intoto.jsonl that `waag build` wrote");
    }
}
