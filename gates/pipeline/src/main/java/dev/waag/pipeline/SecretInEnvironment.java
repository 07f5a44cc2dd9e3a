package dev.waag.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Secrets that more can read than the step that needs them. */
final class SecretInEnvironment implements CiRule {
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(PASSWORD|PASSWD|SECRET|_TOKEN|^TOKEN$|API_?KEY|PRIVATE_KEY|ACCESS_KEY|CREDENTIALS).*");
    private static final Pattern HARMLESS = Pattern.compile(
            "(?i).*(_FILE|_PATH|_URL|_NAME|_ID|_TTL|_HEADER|_EXPIR\\w*|_LENGTH|_TYPE|_SECRETS?_ENABLED|_USER)");
    private static final Pattern VALUE = Pattern.compile("[^\\s$<>{}]{8,}");
    private static final Pattern INERT = Pattern.compile(
            "(?i)(true|false|none|null|disabled|enabled|change-?me|x{4,}|\\*+|example.*|dummy.*|placeholder.*|test.*|[a-z-]*\\.example)");

    @Override
    public String id() {
        return "secret-in-environment";
    }

    @Override
    public String severity() {
        return "medium";
    }

    @Override
    public String protectsFrom() {
        return "any step, action or dependency of the job reading a secret that only one step needs";
    }

    @Override
    public String help() {
        return "set the variable in the `env:` of the one step that needs it";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        switch (file.kind()) {
            case WORKFLOW -> {
                variables(file.root().fields("env"), "every job of the workflow", to);
                for (CiFile.Job job : file.jobs()) {
                    variables(job.fields().fields("env"), "every step of the job `" + job.name() + "`", to);
                    Yaml.Fields container = job.fields().fields("container");
                    variables(
                            container.fields("env"), "everything in the container of the job `" + job.name() + "`", to);
                    credentials(container, to);
                    job.fields()
                            .fields("services")
                            .entries()
                            .values()
                            .forEach(e -> e.value().asFields().ifPresent(f -> credentials(f, to)));
                    inherited(job, to);
                    job.steps().forEach(s -> literal(s.env(), to));
                }
                whole(file, to);
                file.jobs().forEach(j -> handedOn(j, to));
            }
            case ACTION -> {
                whole(file, to);
                file.jobs().forEach(j -> handedOn(j, to));
            }
            case GITLAB -> {
                literal(file.root().fields("variables"), to);
                file.jobs().forEach(j -> literal(j.fields().fields("variables"), to));
                file.jobs().forEach(j -> printed(j, to));
            }
        }
    }

    private void variables(Yaml.Fields env, String who, To to) {
        for (Map.Entry<String, Yaml.Entry> e : env.entries().entrySet()) {
            Optional<Yaml.Text> text = e.getValue().value().asText();
            if (text.filter(t -> Expressions.hasSecret(t.text())).isPresent()) {
                to.find(severity(), e.getValue().keyLine(), "`" + e.getKey() + "` gives a secret to " + who, help());
            }
        }
        literal(env, to);
    }

    /** A secret that is written down. */
    private void literal(Yaml.Fields env, To to) {
        for (Map.Entry<String, Yaml.Entry> e : env.entries().entrySet()) {
            String name = e.getKey();
            Optional<Yaml.Text> text = CiFile.value(e.getValue().value());
            boolean written = text.filter(t -> VALUE.matcher(t.text()).matches()
                            && !INERT.matcher(t.text()).matches())
                    .isPresent();
            if (written
                    && NAME.matcher(name).matches()
                    && !HARMLESS.matcher(name).matches()) {
                to.find(
                        "high",
                        e.getValue().keyLine(),
                        "`" + name + "` has its secret written down here",
                        "take it back, make a new one, and keep that as a secret (GitHub) or a masked and protected variable (GitLab)");
            }
        }
    }

    /** The password to an image's registry. */
    private static void credentials(Yaml.Fields container, To to) {
        container
                .fields("credentials")
                .text("password")
                .filter(p -> !p.text().isBlank() && !Expressions.isIn(p.text()))
                .ifPresent(p -> to.find(
                        "high",
                        p.line(),
                        "the password to the image's registry is written down here",
                        "take it back, make a new one, and keep that as a secret"));
    }

    private void inherited(CiFile.Job job, To to) {
        if (job.calls() && job.fields().string("secrets").equals("inherit")) {
            to.find(
                    severity(),
                    job.fields().lineOf("secrets"),
                    "the called workflow gets every secret of this repository",
                    "name the secrets that it needs, one by one");
        }
    }

    /** {@code toJSON(secrets)} and {@code secrets[…]}: the runner gets all of them. */
    private void whole(CiFile file, To to) {
        file.root().texts(text -> {
            for (Expressions.Fenced f : Expressions.in(text.text())) {
                Optional<Expression.Read> read = f.read();
                boolean all = read.isPresent()
                        && read.get().named().stream()
                                .anyMatch(c -> c.isIn("secrets")
                                        && (c.computed()
                                                || c.whole()
                                                        && read.get()
                                                                .functions()
                                                                .contains("tojson")));
                if (all) {
                    to.find(
                            severity(),
                            text.lineOf(f.line()),
                            "`${{" + f.bare().replaceAll("\\s+", " ")
                                    + "}}` gives all secrets of the repository to the runner",
                            "name the one that is needed");
                }
            }
        });
    }

    /** A secret written to the file that sets variables for all steps which follow. */
    private void handedOn(CiFile.Job job, To to) {
        for (CiFile.Step step : job.steps()) {
            step.commands((c, line) -> {
                boolean kept = c.written().matches("(?s).*GITHUB_(ENV|OUTPUT)\\b.*");
                boolean secret = Expressions.hasSecret(c.written()) || namesSecret(step, c.written());
                if (kept && secret) {
                    to.find(severity(), line, "a secret is handed on to every step that follows", help());
                }
            });
        }
    }

    private static boolean namesSecret(CiFile.Step step, String written) {
        return step.env().entries().entrySet().stream()
                .anyMatch(e -> e.getValue()
                                .value()
                                .asText()
                                .filter(t -> Expressions.hasSecret(t.text()))
                                .isPresent()
                        && written.matches("(?s).*\\$\\{?" + Pattern.quote(e.getKey()) + "\\b.*"));
    }

    /** GitLab's log shows what {@code env} and {@code printenv} print, masked only where the value can be. */
    private void printed(CiFile.Job job, To to) {
        for (CiFile.Step step : job.steps()) {
            step.commands((c, line) -> {
                boolean all = c.words().equals(java.util.List.of("printenv"))
                        || c.words().equals(java.util.List.of("export"));
                if (all) {
                    to.find(
                            severity(),
                            line,
                            "`" + c.program() + "` prints every variable into the job's log",
                            "print the one that is of interest");
                }
            });
        }
    }
}
