package dev.waag.build;

import dev.waag.attest.SlsaProvenance;
import dev.waag.attest.Statement;
import dev.waag.attest.Subject;
import dev.waag.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** SLSA provenance v1 of the distributions of one build. */
final class Provenance {
    private Provenance() {}

    /** The in-toto statement of one output, ready to be signed. */
    static byte[] statement(Evidence e, Output output) {
        return new Statement(
                        List.of(new Subject(output.filename(), output.sha256())),
                        Statement.SLSA_PROVENANCE,
                        predicate(e).toJson())
                .toJson();
    }

    private static SlsaProvenance predicate(Evidence e) {
        ObjectNode external = Json.MAPPER.createObjectNode();
        ObjectNode source = external.putObject("source");
        source.put("uri", uri(e.source()));
        e.source().commit().ifPresent(c -> source.put("commit", c));
        e.lock().requires().forEach(external.putArray("requires")::add);
        external.put("build_backend", e.project().backend());
        external.put("sdist", e.request().sdist());
        external.put("wheel", e.request().wheel());
        external.put("embed_sbom", e.request().embedSbom());
        return new SlsaProvenance(
                Evidence.BUILD_TYPE,
                external,
                internal(e),
                dependencies(e),
                e.builder(),
                Map.of("waag", e.request().waag()),
                Optional.of(e.invocation()),
                Optional.of(e.started()),
                Optional.of(e.finished()));
    }

    private static ObjectNode internal(Evidence e) {
        ObjectNode internal = Json.MAPPER.createObjectNode();
        ObjectNode environment = internal.putObject("environment");
        e.environment().forEach(environment::put);
        e.source().repository().ifPresent(r -> internal.set("repository", r.toJson()));
        internal.put("outputs_rewritten", true);
        internal.putArray("rewriting").add(SdistRewriter.WHAT).add(WheelRewriter.WHAT);
        internal.put("hermetic", e.hermetic());
        internal.put("dirty", !e.source().uncommitted().isEmpty());
        e.reproducible().ifPresent(r -> internal.put("reproducible", r));
        ObjectNode tools = internal.putObject("tools");
        for (Evidence.Tool t : e.tools()) {
            ObjectNode tool = tools.putObject(t.name()).put("version", t.version());
            t.sha256().ifPresent(s -> tool.put("sha256", s.hex()));
        }
        return internal;
    }

    private static List<SlsaProvenance.Resource> dependencies(Evidence e) {
        List<SlsaProvenance.Resource> all = new ArrayList<>();
        Map<String, String> digests = new LinkedHashMap<>();
        e.source().commit().ifPresent(c -> digests.put("gitCommit", c));
        digests.put("sha256", e.source().digest().hex());
        Map<String, JsonNode> notes = new LinkedHashMap<>();
        notes.put("waag:sha256", StringNode.valueOf("of the names, kinds and contents of all files (docs/build.md)"));
        all.add(new SlsaProvenance.Resource("source", uri(e.source()), digests, notes));
        for (LockedInput i : e.lock().inputs()) {
            all.add(new SlsaProvenance.Resource(
                    i.filename(), i.purl(), Map.of("sha256", i.sha256().hex())));
        }
        return all;
    }

    private static String uri(SourceTree s) {
        String last = String.valueOf(s.folder().getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
        String base = s.origin().map(SourceUri::of).orElse((s.commit().isPresent() ? "git+" : "") + "file:///" + last);
        return s.commit().map(c -> base + "@" + c).orElse(base);
    }
}
