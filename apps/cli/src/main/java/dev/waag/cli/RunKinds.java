package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.pipeline.StageWork;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stages of a kind do: the same as the commands of that name. */
final class RunKinds {
    private RunKinds() {}

    static Map<String, StageWork> all(Map<String, String> environment) {
        Map<String, StageWork> kinds = new LinkedHashMap<>();
        for (String command : List.of("check", "lock", "build", "verify", "publish")) {
            kinds.put(command, job -> command(command, job));
        }
        return kinds;
    }

    private static StageWork.Done command(String command, StageWork.Job job) {
        List<String> args = new ArrayList<>();
        args.add(command);
        args.addAll(job.arguments());
        boolean onFiles = command.equals("verify") || command.equals("publish");
        if (onFiles) {
            job.inputs().forEach(i -> args.add(job.folder().resolve(i).toString()));
        } else if (job.arguments().stream().allMatch(a -> a.startsWith("-"))) {
            args.add(job.folder().toString());
        }
        StringWriter said = new StringWriter();
        PrintWriter to = new PrintWriter(said, true);
        int exit = Main.execute(to, to, args.toArray(String[]::new));
        to.flush();
        if (exit == Exit.OK.code()) {
            return new StageWork.Done(true, false, "", said.toString(), 0, List.of(), List.of());
        }
        String message = "`waag " + command + "` ended with exit code " + exit;
        return new StageWork.Done(false, exit == Exit.INCOMPLETE.code(), message, said.toString(), 0, List.of(), List.of());
    }
}
