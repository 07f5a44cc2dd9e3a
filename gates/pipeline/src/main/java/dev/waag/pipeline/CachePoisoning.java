package dev.waag.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A release that is built from a cache, which other runs of the repository can write. */
final class CachePoisoning implements CiRule {
    private static final Set<String> RELEASING = Set.of(
            "goreleaser/goreleaser-action",
            "softprops/action-gh-release",
            "release-drafter/release-drafter",
            "googleapis/release-please-action",
            "jreleaser/release-action",
            "redhat-actions/push-to-registry",
            "aws-actions/amazon-ecs-deploy-task-definition",
            "aws-actions/aws-cloudformation-github-deploy",
            "cloudflare/wrangler-action",
            "azure/aci-deploy",
            "azure/container-apps-deploy-action",
            "azure/functions-action",
            "azure/sql-action",
            "google-github-actions/deploy-appengine",
            "google-github-actions/deploy-cloudrun",
            "google-github-actions/deploy-cloud-functions");
    private static final Set<String> WRITES = Set.of("write", "write-only");

    @Override
    public String id() {
        return "cache-poisoning";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public String protectsFrom() {
        return "a run of somebody else that leaves changed files in the cache from which a release is built";
    }

    @Override
    public String help() {
        return "build releases without a cache: turn it off in this step, or restore none in jobs that publish";
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
        boolean foreign =
                file.startsOn("pull_request_target") || file.startsOn("workflow_run") || file.startsOn("issue_comment");
        boolean tags = file.startsOn("release")
                || push(file)
                        .filter(p -> p.get("tags").isPresent()
                                || p.get("tags-ignore").isPresent())
                        .isPresent();
        boolean branches = push(file).filter(CachePoisoning::releaseBranch).isPresent();
        for (CiFile.Job job : file.jobs()) {
            Yaml.Fields mode = job.fields().get("cache-mode").isPresent() ? job.fields() : file.root();
            String caching = mode.string("cache-mode");
            if (foreign && WRITES.contains(caching)) {
                to.find(
                        severity(),
                        mode.lineOf("cache-mode"),
                        "the job `" + job.name() + "` may write the cache for whoever starts it from outside",
                        "`cache-mode: none` in workflows that others can start");
            }
            boolean commands = !tags && !branches && !releases(job);
            if (caching.equals("none") || commands && PublishCommands.in(job).isEmpty()) {
                continue;
            }
            boolean tagOnly = tags && !branches;
            for (CiFile.Step step : job.steps()) {
                // Where only a command tells that the job publishes, a cache that nobody asked for is left alone.
                boolean asked = !commands
                        || step.with().entries().keySet().stream()
                                .anyMatch(k -> k.contains("cache") || k.equals("path"));
                if (asked && CacheActions.use(file, step, tagOnly) != CacheActions.Use.NO) {
                    int line = step.uses().map(Yaml.Text::line).orElse(step.line());
                    to.find(
                            severity(),
                            line,
                            "`" + step.action() + "` restores a cache in a run that releases",
                            help());
                }
            }
        }
    }

    private static Optional<Yaml.Fields> push(CiFile file) {
        return file.triggers().stream()
                .filter(t -> t.name().equals("push"))
                .findFirst()
                .flatMap(t -> t.value().asFields());
    }

    private static boolean releaseBranch(Yaml.Fields push) {
        return push.list("branches").stream()
                .anyMatch(b -> b.asText()
                        .filter(t -> t.text().toLowerCase(Locale.ROOT).contains("release"))
                        .isPresent());
    }

    /** By an action; {@link PublishCommands} knows the commands. */
    private static boolean releases(CiFile.Job job) {
        for (CiFile.Step step : job.steps()) {
            boolean image = step.action().equals("docker/build-push-action")
                    && !step.with().string("push").equals("false");
            if (image || RELEASING.contains(step.action()) || PublishCommands.publishes(step)) {
                return true;
            }
        }
        return false;
    }

    /** A pipeline for tags, or a job that publishes, with {@code cache:} of its own or of the whole file. */
    private void gitlab(CiFile file, To to) {
        for (CiFile.Job job : file.jobs()) {
            if (PublishCommands.in(job).isEmpty() && !forTags(job)) {
                continue;
            }
            for (Yaml.Fields at : List.of(job.fields(), file.root().fields("default"), file.root())) {
                if (at.get("cache").isPresent()) {
                    boolean restores = at.list("cache").stream()
                            .anyMatch(c -> c.asFields()
                                    .filter(f -> !f.entries().isEmpty()
                                            && !f.string("policy").equals("push"))
                                    .isPresent());
                    if (restores) {
                        to.find(
                                severity(),
                                at.lineOf("cache"),
                                "the job `" + job.name() + "` releases what it builds from a cache",
                                "write `cache: []` in the job");
                    }
                    break;
                }
            }
        }
    }

    private static boolean forTags(CiFile.Job job) {
        boolean only = job.fields().list("only").stream()
                .anyMatch(y -> y.texts().stream().anyMatch(t -> t.text().equals("tags")));
        boolean rules = job.fields().list("rules").stream()
                .anyMatch(r -> r.asFields()
                        .map(f -> f.string("if"))
                        .filter(i -> i.matches("(?s)\\s*\\$CI_COMMIT_TAG\\b.*"))
                        .isPresent());
        return only || rules || job.fields().get("release").isPresent();
    }
}
