package dev.waag.attest;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one stage took and made (in-toto specification 1.0, section 4.4): the payload of a link file.
 *
 * @param command what ran, without its environment
 * @param materials digests of inputs when it started; {@code products} of outputs when it had ended
 */
public record Link(String name, List<String> command, Map<String, Sha256> materials, Map<String, Sha256> products) {
    public Link {
        command = List.copyOf(command);
        materials = Collections.unmodifiableMap(new TreeMap<>(materials));
        products = Collections.unmodifiableMap(new TreeMap<>(products));
    }

    /** The payload, as in-toto's reference implementation reads it. */
    public byte[] bytes() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("_type", "link");
        json.put("name", name);
        command.forEach(json.putArray("command")::add);
        artifacts(json.putObject("materials"), materials);
        artifacts(json.putObject("products"), products);
        json.putObject("byproducts").put("return-value", 0).put("stdout", "").put("stderr", "");
        json.putObject("environment");
        return Json.MAPPER.writeValueAsBytes(json);
    }

    private static void artifacts(ObjectNode to, Map<String, Sha256> digests) {
        digests.forEach((path, digest) -> to.putObject(path).put("sha256", digest.hex()));
    }

    /** Reads a payload; empty where it is no link. */
    public static Optional<Link> parse(byte[] payload) {
        try {
            JsonNode json = Json.MAPPER.readTree(new String(payload, StandardCharsets.UTF_8));
            if (!json.path("_type").asString("").equals("link")) {
                return Optional.empty();
            }
            List<String> command =
                    json.path("command").valueStream().map(n -> n.asString("")).toList();
            return Optional.of(new Link(
                    json.path("name").asString(""),
                    command,
                    digests(json.path("materials")),
                    digests(json.path("products"))));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Sha256> digests(JsonNode of) {
        Map<String, Sha256> digests = new TreeMap<>();
        of.properties()
                .forEach(e -> digests.put(
                        e.getKey(), new Sha256(e.getValue().path("sha256").asString(""))));
        return digests;
    }
}
