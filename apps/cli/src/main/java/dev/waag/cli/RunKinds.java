package dev.waag.cli;

import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.pipeline.SastWork;
import dev.waag.pipeline.SecretsWork;
import dev.waag.pipeline.StageWork;
import dev.waag.pipeline.ToolEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What stages of a kind do: the same as the commands of that name. */
final class RunKinds {
    /** Options that say whose keys count. */
    private static final List<String> OTHER_KEYS = List.of("--data", "--url", "--trust");

    private RunKinds() {}

    /** @param data the folder whose keys sign what a build leaves, and are trusted by a verification */
    static Map<String, StageWork> all(Path data, Map<String, String> environment) {
        Map<String, StageWork> kinds = new LinkedHashMap<>();
        for (String command : List.of("check", "lock", "build", "verify", "publish")) {
            kinds.put(command, job -> command(command, job, data));
        }
        ToolEnvironment tools = new ToolEnvironment(cache(environment), environment, index(environment));
        kinds.put("sast", new SastWork(tools));
        kinds.put("secrets", new SecretsWork(tools));
        return kinds;
    }

    private static Path cache(Map<String, String> environment) {
        String given = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = given.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(given);
        return base.resolve("waag").resolve("tools").toAbsolutePath();
    }

    /** The gate's index; without one pip asks what it is set to ask. */
    private static Optional<String> index(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("WAAG_URL"))
                .filter(u -> !u.isBlank())
                .map(u -> u.replaceFirst("/*$", "") + "/simple/");
    }

    /** Whether the stage's own arguments give that option. */
    private static boolean says(StageWork.Job job, String option) {
        return job.arguments().stream().anyMatch(a -> a.equals(option) || a.startsWith(option + "="));
    }

    private static StageWork.Done command(String command, StageWork.Job job, Path data) {
        List<String> args = new ArrayList<>();
        args.add(command);
        args.addAll(job.arguments());
        if (command.equals("verify") || command.equals("publish")) {
            // What lies beside a distribution is found by its name.
            List<String> files = job.inputs().stream()
                    .filter(i -> i.endsWith(".whl") || i.endsWith(".tar.gz"))
                    .map(i -> job.folder().resolve(i).toString())
                    .toList();
            if (files.isEmpty()) {
                return StageWork.Done.failed(
                        "there is no wheel and no .tar.gz among its inputs; name them, as in inputs = [\"dist/*\"]",
                        "");
            }
            args.addAll(files);
        } else {
            args.add(job.folder().toString());
        }
        if (command.equals("publish") && !says(job, "--links") && LinksFolder.holdsAny(job.links())) {
            args.add("--links");
            args.add(job.links().toString());
        }
        if (List.of("build", "verify").contains(command) && OTHER_KEYS.stream().noneMatch(k -> says(job, k))) {
            args.add("--data");
            args.add(data.toString());
        }
        if (command.equals("build") && !says(job, "-o") && !says(job, "--output")) {
            args.add("-o");
            args.add(job.folder().resolve("dist").toString());
        }
        StringWriter said = new StringWriter();
        PrintWriter to = new PrintWriter(said, true);
        FutureTask<Integer> work = new FutureTask<>(() -> Main.execute(to, to, args.toArray(String[]::new)));
        Thread thread = Thread.ofPlatform().daemon().name(job.stage()).start(work);
        int exit;
        try {
            exit = work.get(job.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return StageWork.Done.failed(
                    "it took longer than its timeout of " + Durations.words(job.timeout()) + " and was ended",
                    said.toString());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return StageWork.Done.failed("it was interrupted", said.toString());
        } catch (ExecutionException e) {
            return StageWork.Done.failed("`waag " + command + "`: " + e.getCause(), said.toString());
        }
        to.flush();
        if (exit == Exit.OK.code()) {
            return new StageWork.Done(true, false, "", said.toString(), 0, List.of(), List.of());
        }
        String message = "`waag " + command + "` ended with exit code " + exit;
        return new StageWork.Done(
                false, exit == Exit.INCOMPLETE.code(), message, said.toString(), 0, List.of(), List.of());
    }
}
