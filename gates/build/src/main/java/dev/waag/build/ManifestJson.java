package dev.waag.build;

import dev.waag.core.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code build-manifest.json}: one build, with everything that it depended on. */
final class ManifestJson {
    static final String FILE = "build-manifest.json";

    private ManifestJson() {}

    static byte[] render(Evidence e) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("schema", "waag-build-manifest/1");
        json.put("project", e.product().name());
        json.put("version", e.product().version());
        ArrayNode tools = json.putArray("tools");
        for (Evidence.Tool t : e.tools()) {
            ObjectNode tool = tools.addObject().put("name", t.name()).put("version", t.version());
            t.sha256().ifPresent(s -> tool.put("sha256", s.hex()));
        }
        ObjectNode environment = json.putObject("environment");
        e.environment().forEach(environment::put);
        resources(json.putObject("resources"), e);
        source(json.putObject("source"), e.source());
        json.put("hermetic", e.hermetic());
        json.put("builder", e.builder());
        ObjectNode requires = json.putObject("requires");
        e.lock().requires().forEach(requires.putArray("build_system")::add);
        e.lock().forSdist().forEach(requires.putArray("sdist")::add);
        e.lock().forWheel().forEach(requires.putArray("wheel")::add);
        ArrayNode inputs = json.putArray("inputs");
        for (LockedInput i : e.lock().inputs()) {
            inputs.addObject()
                    .put("name", i.name().toString())
                    .put("version", i.version())
                    .put("filename", i.filename())
                    .put("sha256", i.sha256().hex());
        }
        ArrayNode outputs = json.putArray("outputs");
        for (Output o : e.outputs()) {
            ObjectNode output = outputs.addObject()
                    .put("filename", o.filename())
                    .put("sha256", o.sha256().hex())
                    .put("size", o.content().length);
            ObjectNode members = output.putObject("members");
            o.members().forEach((name, digest) -> members.put(name, digest.hex()));
        }
        Evidence.Machine m = e.machine();
        json.putObject("machine")
                .put("system", m.system())
                .put("kernel", m.kernel())
                .put("architecture", m.architecture())
                .put("cpus", m.cpus())
                .put("memory_bytes", m.memory())
                .put("fingerprint", m.fingerprint());
        e.looked().ifPresent(all -> all.stream().sorted().forEach(json.putArray("capabilities")::add));
        json.put("embedded_sbom", e.request().embedSbom());
        if (e.reproducible().isPresent()) {
            json.put("reproducible", e.reproducible().get());
        } else {
            json.putNull("reproducible");
        }
        ArrayNode differences = json.putArray("differences");
        for (Evidence.Difference d : e.differences()) {
            differences.addObject().put("file", d.file()).put("what", d.what()).put("cause", d.cause());
        }
        ArrayNode tried = json.putArray("network_tried");
        e.product().tried().stream().distinct().forEach(t -> tried.add(t.toString()));
        json.put("invocation", e.invocation());
        json.put("started_at", e.started().toString());
        json.put("finished_at", e.finished().toString());
        String text =
                Json.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void resources(ObjectNode json, Evidence e) {
        BuildLimits l = e.request().limits();
        json.putObject("limits")
                .put("time_s", l.time().toMillis() / 1000.0)
                .put("memory_bytes", l.memory())
                .put("processes", l.processes())
                .put("disk_bytes", l.disk())
                .put("output_bytes", BuildLimits.OUTPUT);
        HookRun.Used u = e.product().used();
        json.putObject("used")
                .put("wall_s", u.wall().toMillis() / 1000.0)
                .put("cpu_s", u.cpuSeconds())
                .put("memory_bytes", u.memory())
                .put("processes", u.processes())
                .put("disk_bytes", u.disk());
    }

    private static void source(ObjectNode json, SourceTree s) {
        if (s.commit().isPresent()) {
            json.put("commit", s.commit().get());
            json.put("dirty", !s.uncommitted().isEmpty());
        } else {
            json.putNull("commit");
            json.putNull("dirty");
        }
        s.uncommitted().forEach(json.putArray("uncommitted")::add);
        json.put("digest", s.digest().hex());
        s.repository().ifPresent(r -> json.set("repository", r.toJson()));
        s.origin().ifPresent(o -> json.put("origin", SourceUri.of(o)));
    }
}
