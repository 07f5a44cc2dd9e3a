package dev.waag.build;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A distribution's bill of materials as CycloneDX 1.6 (ECMA-424) in JSON: what it is, and what built it. */
final class Sbom {
    private Sbom() {}

    /**
     * @param digest the file's; empty inside the file itself, which cannot hold it
     * @param time the source's, so that the same build has the same document
     */
    static byte[] render(
            String name,
            String version,
            Optional<String> filename,
            Optional<Sha256> digest,
            List<LockedInput> inputs,
            Instant time,
            String waag) {
        String purl = "pkg:pypi/" + name + "@" + version;
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        json.put("bomFormat", "CycloneDX");
        json.put("specVersion", "1.6");
        StringBuilder content =
                new StringBuilder(purl).append(digest.map(Sha256::hex).orElse(""));
        inputs.forEach(i -> content.append('\n').append(i.purl()).append(' ').append(i.sha256()));
        json.put("serialNumber", serial(content.toString()));
        json.put("version", 1);
        ObjectNode metadata = json.putObject("metadata");
        metadata.put("timestamp", time.toString());
        ArrayNode lifecycles = metadata.putArray("lifecycles");
        lifecycles.addObject().put("phase", "build");
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", "waag")
                .put("version", waag);
        ObjectNode main = metadata.putObject("component").put("type", "library").put("bom-ref", purl);
        main.put("name", name).put("version", version);
        digest.ifPresent(d -> hash(main, d));
        main.put("purl", purl);
        filename.ifPresent(f -> main.putArray("properties")
                .addObject()
                .put("name", "waag:filename")
                .put("value", f));
        ArrayNode components = json.putArray("components");
        for (LockedInput i : inputs) {
            ObjectNode c = components.addObject().put("type", "library").put("bom-ref", i.purl());
            c.put("name", i.name().toString()).put("version", i.version()).put("scope", "excluded");
            hash(c, i.sha256());
            c.put("purl", i.purl());
            c.putArray("properties").addObject().put("name", "waag:role").put("value", "build");
        }
        ArrayNode dependencies = json.putArray("dependencies");
        dependencies.addObject().put("ref", purl);
        inputs.forEach(i -> dependencies.addObject().put("ref", i.purl()));
        String text =
                Json.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void hash(ObjectNode to, Sha256 digest) {
        to.putArray("hashes").addObject().put("alg", "SHA-256").put("content", digest.hex());
    }

    /** A UUID of version 8 (RFC 9562: the maker's own bits), here the content's SHA-256. */
    private static String serial(String content) {
        StringBuilder hex = new StringBuilder(
                Sha256.of(content.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32));
        hex.setCharAt(12, '8');
        hex.setCharAt(16, "89ab".charAt(Character.digit(hex.charAt(16), 16) & 3));
        return "urn:uuid:" + hex.insert(20, '-').insert(16, '-').insert(12, '-').insert(8, '-');
    }
}
