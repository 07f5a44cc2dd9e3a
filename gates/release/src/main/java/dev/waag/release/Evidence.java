package dev.waag.release;

import dev.waag.core.Json;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.store.Inputs.Input;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What comes with a file besides itself, and what it tells of the file's inputs. */
final class Evidence {
    /** The kinds, each with the form's field for it and the ending of a file beside the distribution. */
    enum Kind {
        PROVENANCE("waag_provenance", ".intoto.jsonl"),
        SBOM("waag_sbom", ".cdx.json"),
        RECEIPT("waag_receipt", ".receipt.json"),
        LINKS("waag_links", ".links.jsonl");

        private final String field;
        private final String suffix;

        Kind(String field, String suffix) {
            this.field = field;
            this.suffix = suffix;
        }

        String field() {
            return field;
        }

        String suffix() {
            return suffix;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Evidence() {}

    /** The payloads of DSSE envelopes: one JSON document, or one a line. Whatever is none is passed over. */
    static List<JsonNode> statements(String text) {
        List<JsonNode> statements = new ArrayList<>();
        for (String document : text.strip().startsWith("{") && parse(text).isPresent()
                ? List.of(text)
                : text.lines().toList()) {
            Optional<JsonNode> envelope = parse(document);
            if (envelope.isPresent()) {
                JsonNode dsse =
                        envelope.get().has("dsseEnvelope") ? envelope.get().path("dsseEnvelope") : envelope.get();
                payload(dsse).ifPresent(statements::add);
            }
        }
        return statements;
    }

    private static Optional<JsonNode> payload(JsonNode envelope) {
        try {
            byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asString(""));
            return parse(new String(payload, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(Json.MAPPER.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The distributions that a SLSA provenance names as resolved dependencies. */
    static List<Input> ofProvenance(String text) {
        List<Input> inputs = new ArrayList<>();
        for (JsonNode statement : statements(text)) {
            for (JsonNode d :
                    statement.path("predicate").path("buildDefinition").path("resolvedDependencies")) {
                purl(
                                Kind.PROVENANCE.word(),
                                d.path("uri").asString(""),
                                d.path("digest").path("sha256").asString(""))
                        .ifPresent(inputs::add);
            }
            for (JsonNode d : statement.path("predicate").path("distributions")) { // a receipt
                name(
                                Kind.RECEIPT.word(),
                                d.path("name").asString(""),
                                d.path("version").asString(""),
                                d.path("sha256").asString(""))
                        .ifPresent(inputs::add);
            }
        }
        return inputs;
    }

    /** The components of a CycloneDX document that are Python distributions. */
    static List<Input> ofSbom(String text) {
        List<Input> inputs = new ArrayList<>();
        parse(text).ifPresent(bom -> {
            for (JsonNode component : bom.path("components")) {
                String sha256 = "";
                for (JsonNode hash : component.path("hashes")) {
                    if (hash.path("alg").asString("").equals("SHA-256")) {
                        sha256 = hash.path("content").asString("");
                    }
                }
                purl(Kind.SBOM.word(), component.path("purl").asString(""), sha256)
                        .ifPresent(inputs::add);
            }
        });
        return inputs;
    }

    /** Reads {@code pkg:pypi/NAME@VERSION?...}. */
    private static Optional<Input> purl(String source, String purl, String sha256) {
        if (!purl.startsWith("pkg:pypi/")) {
            return Optional.empty();
        }
        String rest = purl.substring("pkg:pypi/".length()).split("[?#]", 2)[0];
        int at = rest.indexOf('@');
        try {
            return at < 0
                    ? Optional.empty()
                    : name(
                            source,
                            rest.substring(0, at),
                            URLDecoder.decode(rest.substring(at + 1).replace("+", "%2B"), StandardCharsets.UTF_8),
                            sha256);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Input> name(String source, String name, String version, String sha256) {
        return ProjectName.parse(name)
                .filter(n -> !version.isEmpty())
                .map(n -> new Input(
                        source,
                        n,
                        Version.parse(version).map(Version::toString).orElse(version),
                        "",
                        sha256.toLowerCase(Locale.ROOT)));
    }
}
