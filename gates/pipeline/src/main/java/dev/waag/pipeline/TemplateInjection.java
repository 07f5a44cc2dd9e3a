package dev.waag.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Text from outside that becomes part of a script before the script is parsed. */
final class TemplateInjection implements CiRule {
    /** Inputs of actions that are run as code. */
    private static final Map<String, List<String>> SINKS = Map.ofEntries(
            Map.entry("actions/github-script", List.of("script")),
            Map.entry("azure/cli", List.of("inlineScript")),
            Map.entry("azure/powershell", List.of("inlineScript")),
            Map.entry("appleboy/ssh-action", List.of("script")),
            Map.entry("mikefarah/yq", List.of("cmd")),
            Map.entry("devorbitus/yq-action-output", List.of("cmd")),
            Map.entry("sergeysova/jq-action", List.of("cmd")),
            Map.entry("addnab/docker-run-action", List.of("options", "run")),
            Map.entry("amadevus/pwsh-script", List.of("script")),
            Map.entry("jannekem/run-python-script-action", List.of("script")),
            Map.entry("cardinalby/js-eval-action", List.of("expression")),
            Map.entry("gautamkrishnar/blog-post-workflow", List.of("item_exec")),
            Map.entry("skitionek/notify-microsoft-teams", List.of("overwrite")),
            Map.entry("8398a7/action-slack", List.of("custom_payload")),
            Map.entry(
                    "imjohnbo/issue-bot",
                    List.of("body", "linked-comments-previous-issue-text", "linked-comments-new-issue-text")),
            Map.entry("lucasbento/auto-close-issues", List.of("issue-close-message")),
            Map.entry("roots/issue-closer-action", List.of("issue-close-message", "pr-close-message")),
            Map.entry(
                    "tibdex/backport", List.of("body_template", "head_template", "labels_template", "title_template")));

    private static final Pattern GITLAB_FREE = Pattern.compile(
            "\\$\\{?(CI_COMMIT_(MESSAGE|TITLE|DESCRIPTION|REF_NAME|BRANCH|TAG_MESSAGE|AUTHOR)"
                    + "|CI_MERGE_REQUEST_(TITLE|DESCRIPTION|SOURCE_BRANCH_NAME|LABELS)|CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME|GITLAB_USER_NAME)\\b");
    private static final Pattern GITLAB_INPUT = Pattern.compile("\\$\\[\\[\\s*inputs\\.([\\w-]+)[^]]*]]");
    private static final Set<String> EVALUATORS =
            Set.of("sh", "bash", "zsh", "dash", "python", "python3", "perl", "ruby", "node");

    @Override
    public String id() {
        return "template-injection";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public String protectsFrom() {
        return "a pull request's title, a branch's name or a comment that runs as code";
    }

    @Override
    public String help() {
        return "put the expression into `env:` and use the variable in the script, quoted: \"${TITLE}\"";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        for (CiFile.Job job : file.jobs()) {
            for (CiFile.Step step : job.steps()) {
                if (file.kind() == CiFile.Kind.GITLAB) {
                    gitlab(file, step, to);
                    continue;
                }
                step.scripts().forEach(s -> script(file, job, step, s, to));
                for (String input : SINKS.getOrDefault(step.action(), List.of())) {
                    step.with().text(input).ifPresent(s -> script(file, job, step, s, to));
                }
            }
        }
    }

    private void script(CiFile file, CiFile.Job job, CiFile.Step step, Yaml.Text script, To to) {
        for (Expressions.Fenced fenced : Expressions.in(script.text())) {
            Optional<Expression.Read> read = fenced.read();
            if (read.isEmpty()) {
                continue;
            }
            for (Expression.Context context : read.get().flows()) {
                String severity = severity(file, job, step, context);
                if (!severity.isEmpty()) {
                    to.find(
                            severity,
                            script.lineOf(fenced.line()),
                            "`${{" + fenced.bare().replaceAll("\\s+", " ") + "}}` is put into the script before it runs"
                                    + (severity.equals("high") ? ", and others decide what it is" : ""),
                            help());
                }
            }
        }
    }

    /** Empty where nothing is to be said. */
    private static String severity(CiFile file, CiFile.Job job, CiFile.Step step, Expression.Context context) {
        if (context.isIn("inputs")) {
            Optional<Contexts.Freedom> freedom = context.tail().flatMap(name -> Contexts.input(file, name));
            return freedom.map(f -> f == Contexts.Freedom.ANY ? "high" : "").orElse("low");
        }
        if (context.isIn("env")) {
            return context.tail()
                            .filter(name -> Contexts.isStatic(file, job, step, name))
                            .isPresent()
                    ? ""
                    : "low";
        }
        if (context.isIn("matrix")) {
            return Contexts.isStatic(job, context) ? "" : "medium";
        }
        return switch (Contexts.of(context)) {
            case NONE -> "";
            case OWN -> "low";
            case ANY -> "high";
        };
    }

    private void gitlab(CiFile file, CiFile.Step step, To to) {
        for (Yaml.Text script : step.scripts()) {
            java.util.regex.Matcher m = GITLAB_INPUT.matcher(script.text());
            while (m.find()) {
                if (isFreeInput(file, m.group(1))) {
                    int line = (int) script.text()
                            .substring(0, m.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
                    to.find(
                            severity(),
                            script.lineOf(line),
                            "`" + m.group()
                                    + "` is put into the script before it runs, and whoever includes this decides what it is",
                            "put it into `variables:` and use the variable in the script, quoted; or give the input `options` or a `regex`");
                }
            }
        }
        step.commands((c, line) -> {
            boolean evaluates = c.written().startsWith("eval ")
                    || EVALUATORS.contains(c.program())
                            && c.arguments().stream().anyMatch(a -> a.matches("-[a-z]*[ce]"));
            if (evaluates && GITLAB_FREE.matcher(c.written()).find()) {
                to.find(
                        severity(),
                        line,
                        "a variable that others decide is run as code by `"
                                + (c.written().startsWith("eval ") ? "eval" : c.program()) + "`",
                        "hand it over as an argument or a variable, not within the code");
            }
        });
    }

    private static boolean isFreeInput(CiFile file, String name) {
        // The header is the document before the pipeline; a pipeline that has it in itself is read the same way.
        Yaml.Fields input = file.header().fields("spec").fields("inputs").fields(name);
        String type = input.string("type").toLowerCase(Locale.ROOT);
        return input.get("options").isEmpty()
                && input.get("regex").isEmpty()
                && !type.equals("boolean")
                && !type.equals("number");
    }
}
