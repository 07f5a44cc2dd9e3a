package dev.waag.pipeline;

import java.util.Map;
import java.util.Set;

/** Events that run with the repository's secrets for whoever opens a pull request or writes a comment. */
final class DangerousTrigger implements CiRule {
    private static final Map<String, String> EVENTS = Map.of(
            "pull_request_target", "runs with the repository's secrets and token for anybody who opens a pull request",
            "workflow_run",
                    "runs with the repository's secrets and token after a workflow that anybody may have started",
            "issue_comment", "runs with the repository's secrets and token for anybody who writes a comment");
    private static final Set<String> FOREIGN = Set.of("external_pull_request_event", "external_pull_requests");

    @Override
    public String id() {
        return "dangerous-trigger";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public String protectsFrom() {
        return "strangers whose pull request or comment runs with the repository's secrets";
    }

    @Override
    public String help() {
        return "run on `pull_request`, which has no secrets; where labels or comments are all that is needed, let a workflow without checkout do that alone";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        switch (file.kind()) {
            case WORKFLOW -> workflow(file, to);
            case GITLAB -> gitlab(file, to);
            case ACTION -> {}
        }
    }

    private void workflow(CiFile file, To to) {
        for (CiFile.Trigger trigger : file.triggers()) {
            String why = EVENTS.get(trigger.name());
            boolean labels = trigger.name().equals("pull_request_target")
                    && file.jobs().size() == 1
                    && file.jobs().getFirst().steps().size() == 1
                    && file.jobs().getFirst().steps().getFirst().action().equals("actions/labeler");
            if (why != null && !labels) {
                String also = checksOutForeign(file) ? ", and it checks out that foreign code" : "";
                to.find(
                        also.isEmpty() ? severity() : "critical",
                        trigger.line(),
                        "`" + trigger.name() + "` " + why + also,
                        help());
            }
        }
    }

    /** Whether some step checks out what the pull request, and not the repository, has. */
    private static boolean checksOutForeign(CiFile file) {
        for (CiFile.Job job : file.jobs()) {
            for (CiFile.Step step : job.steps()) {
                String from = step.with().string("ref") + step.with().string("repository");
                if (step.action().equals("actions/checkout")
                        && from.matches("(?s).*(head|pull_request|refs/pull|workflow_run).*")) {
                    return true;
                }
            }
            if (file.anyCommand(job, c -> c.program().equals("gh") && c.has("pr") && c.has("checkout"))) {
                return true;
            }
        }
        return false;
    }

    private void gitlab(CiFile file, To to) {
        for (CiFile.Job job : file.jobs()) {
            for (String key : new String[] {"rules", "only"}) {
                job.fields()
                        .get(key)
                        .ifPresent(y -> y.texts(t -> {
                            if (FOREIGN.stream().anyMatch(t.text()::contains)) {
                                to.find(
                                        severity(),
                                        t.line(),
                                        "the job `" + job.name()
                                                + "` runs foreign pull requests with this project's variables",
                                        "keep secrets in protected variables and run on merge requests of this project only");
                            }
                        }));
            }
        }
    }
}
