package dev.waag.attest;

import dev.waag.core.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The predicate of SLSA provenance v1 ({@code https://slsa.dev/provenance/v1}): what a build was told, what went in, and who
 * ran it.
 *
 * @param buildType a URI that says how to read the parameters
 * @param externalParameters what whoever asked for the build could choose
 * @param internalParameters what the builder chose by itself
 * @param resolvedDependencies everything that went in, the sources among it
 * @param builderId a URI for whoever is trusted to have run the build
 * @param builderVersion component to version
 * @param invocationId names the run; empty where it has no name
 * @param started when the run began, if known
 * @param finished when it ended, if known
 */
public record SlsaProvenance(
        String buildType,
        JsonNode externalParameters,
        JsonNode internalParameters,
        List<Resource> resolvedDependencies,
        String builderId,
        Map<String, String> builderVersion,
        Optional<String> invocationId,
        Optional<Instant> started,
        Optional<Instant> finished) {
    public SlsaProvenance {
        if (!externalParameters.isObject() || !internalParameters.isObject()) {
            throw new IllegalArgumentException("parameters are JSON objects");
        }
        resolvedDependencies = List.copyOf(resolvedDependencies);
        builderVersion = Map.copyOf(builderVersion);
    }

    /**
     * Something that went into a build (ResourceDescriptor).
     *
     * @param name what people call it; empty for none
     * @param uri where it came from; empty for none
     * @param digests by algorithm, in hexadecimal
     * @param annotations more facts about it; an empty map for none
     */
    public record Resource(String name, String uri, Map<String, String> digests, Map<String, JsonNode> annotations) {
        public Resource {
            if (name.isEmpty() && uri.isEmpty() && digests.isEmpty()) {
                throw new IllegalArgumentException("a resource has a name, a URI or a digest");
            }
            digests = new LinkedHashMap<>(digests);
            annotations = new LinkedHashMap<>(annotations);
        }

        public Resource(String name, String uri, Map<String, String> digests) {
            this(name, uri, digests, Map.of());
        }

        @Override
        public Map<String, String> digests() {
            return Map.copyOf(digests);
        }

        @Override
        public Map<String, JsonNode> annotations() {
            return Map.copyOf(annotations);
        }

        private void write(ObjectNode to) {
            if (!name.isEmpty()) {
                to.put("name", name);
            }
            if (!uri.isEmpty()) {
                to.put("uri", uri);
            }
            if (!digests.isEmpty()) {
                ObjectNode digest = to.putObject("digest");
                digests.forEach(digest::put);
            }
            if (!annotations.isEmpty()) {
                ObjectNode more = to.putObject("annotations");
                annotations.forEach(more::set);
            }
        }
    }

    /** The predicate, to put into a {@link Statement} of type {@link Statement#SLSA_PROVENANCE}. */
    public ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        ObjectNode definition = json.putObject("buildDefinition");
        definition.put("buildType", buildType);
        definition.set("externalParameters", externalParameters);
        definition.set("internalParameters", internalParameters);
        ArrayNode inputs = definition.putArray("resolvedDependencies");
        resolvedDependencies.forEach(resource -> resource.write(inputs.addObject()));
        ObjectNode details = json.putObject("runDetails");
        ObjectNode builder = details.putObject("builder");
        builder.put("id", builderId);
        if (!builderVersion.isEmpty()) {
            ObjectNode versions = builder.putObject("version");
            builderVersion.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(e -> versions.put(e.getKey(), e.getValue()));
        }
        ObjectNode metadata = details.putObject("metadata");
        invocationId.ifPresent(id -> metadata.put("invocationId", id));
        started.ifPresent(at -> metadata.put("startedOn", at.toString()));
        finished.ifPresent(at -> metadata.put("finishedOn", at.toString()));
        return json;
    }
}
