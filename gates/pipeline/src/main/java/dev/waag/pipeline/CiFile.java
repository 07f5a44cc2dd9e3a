package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A workflow, a composite action or a GitLab pipeline, in one shape.
 *
 * @param path as it is to be shown
 * @param header the first document, which for GitLab may declare inputs
 * @param root the document
 * @param lines the file's lines, for comments
 * @param jobs the jobs; a composite action is one job
 */
record CiFile(Kind kind, String path, Yaml.Fields header, Yaml.Fields root, List<String> lines, List<Job> jobs) {
    enum Kind {
        WORKFLOW,
        ACTION,
        GITLAB
    }

    /**
     * A job.
     *
     * @param fields the job as it is written
     * @param calls whether it calls a reusable workflow
     */
    record Job(String name, int line, Yaml.Fields fields, List<Step> steps, boolean calls) {}

    /**
     * A step.
     *
     * @param line where it begins
     * @param uses the action that it runs, or empty
     * @param scripts what it runs: the texts with their places
     * @param shell the shell's name; empty for the usual one
     */
    record Step(Yaml.Fields fields, int line, Optional<Yaml.Text> uses, List<Yaml.Text> scripts, String shell) {
        /** The action without its version, in lower case; empty where none is used. */
        String action() {
            String text = uses.map(Yaml.Text::text).orElse("");
            int at = text.indexOf('@');
            return (at < 0 ? text : text.substring(0, at)).toLowerCase(java.util.Locale.ROOT);
        }

        Yaml.Fields with() {
            return fields.fields("with");
        }

        Yaml.Fields env() {
            return fields.fields("env");
        }

        /** Commands of its scripts, each with its line in the file; none where the shell is none. */
        void commands(CommandVisitor to) {
            if (!shell.isEmpty()
                    && !shell.matches(
                            "(?s)(.*/)?(bash|sh|zsh|dash|pwsh|powershell|cmd)(\\.exe)?(\\s.*)?|\\$\\{\\{.*")) {
                return;
            }
            for (Yaml.Text script : scripts) {
                for (Shell.Command c : Shell.read(script.text())) {
                    to.visit(c, script.lineOf(c.line()));
                }
            }
        }
    }

    interface CommandVisitor {
        void visit(Shell.Command command, int line);
    }

    /** Names of the events that start a workflow. */
    List<Trigger> triggers() {
        List<Trigger> all = new ArrayList<>();
        Yaml on = root.get("on").orElse(new Yaml.Fields(Map.of(), 0));
        switch (on) {
            case Yaml.Fields f -> f.entries().forEach((name, e) -> all.add(new Trigger(name, e.keyLine(), e.value())));
            case Yaml.Items i ->
                i.items().forEach(y -> y.asText().ifPresent(t -> all.add(new Trigger(t.text(), t.line(), t))));
            case Yaml.Text t -> all.add(new Trigger(t.text(), t.line(), t));
        }
        return all;
    }

    record Trigger(String name, int line, Yaml value) {}

    boolean startsOn(String event) {
        return triggers().stream().anyMatch(t -> t.name().equals(event));
    }

    /** Whether it is only ever called by other workflows. */
    boolean onlyCalled() {
        List<Trigger> all = triggers();
        return all.size() == 1 && all.getFirst().name().equals("workflow_call");
    }

    /** Whether the job may ask for an identity token, which trusted publishing needs. */
    boolean hasIdToken(Job job) {
        if (kind == Kind.GITLAB) {
            return job.fields().get("id_tokens").isPresent()
                    || root.fields("default").get("id_tokens").isPresent();
        }
        Yaml permissions = job.fields()
                .get("permissions")
                .or(() -> root.get("permissions"))
                .orElse(new Yaml.Fields(Map.of(), 0));
        return switch (permissions) {
            case Yaml.Fields f -> f.string("id-token").equals("write");
            case Yaml.Text t -> t.text().equals("write-all");
            case Yaml.Items i -> false;
        };
    }

    /** All variables that a step's commands see, the nearest of a name first. */
    Optional<Yaml.Text> variable(Job job, Step step, String name) {
        for (Yaml.Fields env : environments(job, step)) {
            Optional<Yaml> found = env.get(name);
            if (found.isPresent()) {
                return value(found.get());
            }
        }
        return Optional.empty();
    }

    List<Yaml.Fields> environments(Job job, Step step) {
        return List.of(step.env(), variables(job.fields()), variables(root));
    }

    /** GitHub's {@code env}, GitLab's {@code variables}. */
    Yaml.Fields variables(Yaml.Fields of) {
        return of.fields(kind == Kind.GITLAB ? "variables" : "env");
    }

    /** GitLab lets a variable be a mapping with a value. */
    static Optional<Yaml.Text> value(Yaml written) {
        return written.asText().or(() -> written.asFields().flatMap(f -> f.text("value")));
    }

    /** Every block of variables: the file's, each job's and each step's. */
    List<Yaml.Fields> allVariables() {
        List<Yaml.Fields> all = new ArrayList<>();
        all.add(variables(root));
        for (Job job : jobs) {
            all.add(variables(job.fields()));
            job.steps().forEach(s -> all.add(s.env()));
        }
        return all;
    }

    /** The file's line, or nothing. */
    String lineText(int line) {
        return line > 0 && line <= lines.size() ? lines.get(line - 1) : "";
    }

    boolean anyCommand(Job job, Predicate<Shell.Command> is) {
        boolean[] found = {false};
        job.steps().forEach(s -> s.commands((c, line) -> found[0] |= is.test(c)));
        return found[0];
    }
}
