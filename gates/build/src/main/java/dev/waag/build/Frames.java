package dev.waag.build;

import dev.waag.core.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the driver says: lines of JSON, a file's bytes after the line that announces it. It comes from inside the sandbox, so anything may stand there.
 *
 * @param failed the hook that failed, with its exit code
 * @param refused what the driver could not do or take, with the system's error number or 0
 * @param ended whether it came to its last word
 * @param diskFree the least that was seen
 */
record Frames(
        Map<String, List<String>> answers,
        Optional<HookRun.Made> made,
        Optional<String> failed,
        Optional<Refused> refused,
        boolean ended,
        List<HookRun.Tried> tried,
        long diskUsed,
        long diskFree,
        double cpuSeconds) {
    private static final int LONGEST_LINE = 4 << 20;

    /** What could not be done. */
    record Refused(String step, String why, int errno) {}

    /** @throws IOException where these are no frames */
    static Frames parse(byte[] bytes) throws IOException {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        Optional<HookRun.Made> made = Optional.empty();
        Optional<String> failed = Optional.empty();
        Optional<Refused> refused = Optional.empty();
        int at = 0;
        while (at < bytes.length) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end == bytes.length || end - at > LONGEST_LINE) {
                throw new IOException("what the build's driver says is cut short");
            }
            JsonNode frame = json(new String(bytes, at, end - at, StandardCharsets.UTF_8));
            at = end + 1;
            String step = frame.path("step").asString("");
            if (frame.path("end").asBoolean(false)) {
                return new Frames(
                        answers,
                        made,
                        failed,
                        refused,
                        true,
                        tried(frame.path("tried")),
                        frame.path("disk_used").asLong(0),
                        frame.path("disk_free").asLong(Long.MAX_VALUE),
                        frame.path("cpu_s").asDouble(0));
            } else if (frame.has("file")) {
                long size = frame.path("size").asLong(-1);
                if (size < 0 || size > bytes.length - at) {
                    throw new IOException("a file from the build is cut short");
                }
                made = Optional.of(new HookRun.Made(
                        frame.path("file").asString(""), Arrays.copyOfRange(bytes, at, at + (int) size)));
                at += (int) size;
            } else if (frame.has("answer")) {
                List<String> all = new ArrayList<>();
                frame.path("answer").forEach(a -> all.add(a.asString("")));
                answers.put(step, all);
            } else if (frame.has("refused")) {
                refused = Optional.of(new Refused(
                        step,
                        frame.path("refused").asString(""),
                        frame.path("errno").asInt(0)));
            } else {
                failed = Optional.of(
                        step + " failed with exit code " + frame.path("exit").asInt(-1));
            }
        }
        return new Frames(answers, made, failed, refused, false, List.of(), 0, Long.MAX_VALUE, 0);
    }

    private static List<HookRun.Tried> tried(JsonNode list) {
        List<HookRun.Tried> all = new ArrayList<>();
        for (JsonNode t : list) {
            String host = Tail.of(t.path("host").asString(""), 1);
            all.add(new HookRun.Tried(
                    host.length() > 255 ? host.substring(0, 255) : host,
                    t.path("port").isInt() ? Optional.of(t.path("port").asInt(0)) : Optional.empty()));
        }
        return all;
    }

    private static JsonNode json(String line) throws IOException {
        try {
            return Json.MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new IOException("what the build's driver says is no JSON", e);
        }
    }
}
