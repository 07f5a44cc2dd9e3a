package dev.waag.pipeline;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Looks for secrets: detect-secrets in the files of now, and what can be told by its form in the files of now and in the history. A secret
 * that only the history has is told apart, with the commit that brought it; it still must be made invalid.
 */
public final class SecretsWork implements StageWork {
    private static final String OWN = "waag secrets";
    private static final String SCANNER = "detect-secrets";
    private static final int BATCH = 200;
    private static final int OUTPUT = 64 << 20;
    private static final String HELP =
            "make it invalid where it is accepted, then take it out; what was ever pushed is known";
    /** Entropy alone calls every digest a secret; keywords are judged by {@link SecretKinds}, which looks at the value. */
    private static final List<String> OFF =
            List.of("Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector", "BasicAuthDetector");

    private final ToolEnvironment tools;

    public SecretsWork(ToolEnvironment tools) {
        this.tools = tools;
    }

    @Override
    public Done run(Job job) {
        try {
            SourceFiles files = new SourceFiles(job);
            List<String> paths = job.inputs().isEmpty() ? files.all() : job.inputs();
            Map<String, String> texts = new LinkedHashMap<>();
            for (String path : paths) {
                files.text(path).ifPresent(t -> texts.put(path, t));
            }
            Map<String, StageFinding> found = new LinkedHashMap<>();
            Set<String> present = new HashSet<>();
            texts.forEach((path, text) -> now(path, text, found, present));
            scanner(job, texts, found);
            history(files, job.inputs(), found, present);
            List<Tool> ran = List.of(new Tool(SCANNER, ToolEnvironment.version(SCANNER)), new Tool(OWN, ""));
            return new Done(true, false, "", "", 0, ran, List.copyOf(found.values()));
        } catch (ToolEnvironment.Unavailable e) {
            return Done.failed(String.valueOf(e.getMessage()), e.said());
        } catch (IOException e) {
            return Done.failed("it could not be looked for secrets: " + e.getMessage(), "");
        }
    }

    private static void now(String path, String text, Map<String, StageFinding> found, Set<String> present) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            for (SecretKinds.Hit hit : SecretKinds.in(line)) {
                String identity = identity(hit, path);
                present.add(identity);
                put(
                        found,
                        finding(
                                OWN,
                                hit.rule(),
                                path,
                                number,
                                SecretKinds.shown(hit.value()),
                                Optional.empty(),
                                identity));
            }
        }
    }

    /** Of a key only the first line is seen, which all keys share: its file tells it from others. */
    private static String identity(SecretKinds.Hit hit, String path) {
        String value = hit.rule().equals("private-key") ? hit.value() + path : hit.value();
        return Sha256.of(value.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static void put(Map<String, StageFinding> found, StageFinding f) {
        found.putIfAbsent(
                String.join(
                        "\0",
                        f.tool(),
                        f.rule(),
                        f.file(),
                        f.inHistory() ? f.identity() : Integer.toString(f.line()),
                        f.identity()),
                f);
    }

    private static StageFinding finding(
            String tool, String rule, String path, int line, String shown, Optional<String> commit, String identity) {
        String what = rule.replace('-', ' ') + (shown.isEmpty() ? "" : ", " + shown);
        String message = commit.isEmpty()
                ? "a secret: " + what
                : "a secret in the history, which the files of now do not have: " + what;
        return new StageFinding(
                tool, rule, commit.isEmpty() ? "high" : "medium", path, line, message, HELP, commit, true, identity);
    }

    /** detect-secrets over the same files; what only stands for a secret is left out, as it is of our own. */
    private void scanner(Job job, Map<String, String> texts, Map<String, StageFinding> found)
            throws IOException, ToolEnvironment.Unavailable {
        String python = tools.python().toString();
        List<String> paths = List.copyOf(texts.keySet());
        for (int from = 0; from < paths.size(); from += BATCH) {
            List<String> argv = new ArrayList<>(List.of(python, "-I", "-m", "detect_secrets", "scan", "--no-verify"));
            OFF.forEach(p -> argv.addAll(List.of("--disable-plugin", p)));
            paths.subList(from, Math.min(paths.size(), from + BATCH)).forEach(p -> argv.add("./" + p));
            Finished done = Processes.run(
                    new Command(argv, environment(job), job.folder(), job.timeout(), OUTPUT), new byte[0]);
            if (done.exit() != 0) {
                throw new IOException("detect-secrets ended with exit code " + done.exit() + ": "
                        + done.errText().strip());
            }
            results(done.outText(), texts, found);
        }
    }

    private static Map<String, String> environment(Job job) {
        Map<String, String> environment = new HashMap<>(job.environment());
        environment.put("PYTHONUTF8", "1");
        return environment;
    }

    private static void results(String json, Map<String, String> texts, Map<String, StageFinding> found)
            throws IOException {
        JsonNode results;
        try {
            results = Json.MAPPER.readTree(json).path("results");
        } catch (JacksonException e) {
            throw new IOException("detect-secrets wrote no JSON", e);
        }
        for (Map.Entry<String, JsonNode> file : results.properties()) {
            String path = file.getKey().replace('\\', '/').replaceFirst("^\\./", "");
            for (JsonNode one : file.getValue()) {
                int line = one.path("line_number").asInt(0);
                String text = line(texts.getOrDefault(path, ""), line);
                if (!isInertLine(text)) {
                    String rule = one.path("type")
                            .asString("secret")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^a-z0-9]+", "-");
                    put(
                            found,
                            finding(
                                    SCANNER,
                                    rule,
                                    path,
                                    line,
                                    "",
                                    Optional.empty(),
                                    one.path("hashed_secret").asString("")));
                }
            }
        }
    }

    private static String line(String text, int number) {
        String[] lines = text.split("\n", -1);
        return number > 0 && number <= lines.length ? lines[number - 1] : "";
    }

    /** Whether every long word of the line only stands for a secret. */
    private static boolean isInertLine(String line) {
        List<String> words = new ArrayList<>(List.of(line.split("[\\s'\"=,;:()\\[\\]{}]+")));
        words.removeIf(w -> w.length() < 12);
        return !line.contains("-----BEGIN")
                && !words.isEmpty()
                && words.stream().allMatch(SecretKinds::isInert);
    }

    /** Lines that some commit added, the oldest first. */
    private static void history(
            SourceFiles files, List<String> only, Map<String, StageFinding> found, Set<String> present)
            throws IOException {
        Optional<byte[]> listed = files.git(new byte[0], "rev-list", "--all", "--reverse", "--", ".");
        if (listed.isEmpty()) {
            return;
        }
        List<String> commits =
                new String(listed.get(), StandardCharsets.US_ASCII).lines().toList();
        for (int from = 0; from < commits.size(); from += BATCH) {
            String batch = String.join("\n", commits.subList(from, Math.min(commits.size(), from + BATCH))) + "\n";
            byte[] diff = files.git(
                            batch.getBytes(StandardCharsets.US_ASCII),
                            "log",
                            "--stdin",
                            "--no-walk=unsorted",
                            "--patch",
                            "--unified=0",
                            "--no-color",
                            "--no-ext-diff",
                            "--no-textconv",
                            "--no-renames",
                            "--relative",
                            "--format=commit %H")
                    .orElseThrow(() -> new IOException("git log failed"));
            HistoryLines.each(new String(diff, StandardCharsets.UTF_8), (commit, path, number, line) -> {
                if (!only.isEmpty() && !only.contains(path)) {
                    return;
                }
                for (SecretKinds.Hit hit : SecretKinds.in(line)) {
                    String identity = identity(hit, path);
                    if (!present.contains(identity)) {
                        put(
                                found,
                                finding(
                                        OWN,
                                        hit.rule(),
                                        path,
                                        number,
                                        SecretKinds.shown(hit.value()),
                                        Optional.of(commit),
                                        identity));
                    }
                }
            });
        }
    }
}
