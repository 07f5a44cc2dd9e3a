package dev.waag.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What may stand in a context's value: whether somebody from outside can write shell code there. */
final class Contexts {
    /** How much of a value others decide. */
    enum Freedom {
        /** Numbers, digests, truth values, words of a fixed list. */
        NONE,
        /** Set by the project's own workflow; somebody may still have had a hand in it. */
        OWN,
        /** From outside, by design free text. */
        ANY
    }

    private static final Pattern FIXED = Pattern.compile(
            "(?:(?:.*_)?(?:id|at|count|number|sha)|number|after|before|size|line|position"
                    + "|(?:is|has|allow)_.*|draft|merged|mergeable|rebaseable|locked|private|fork|forced|created|deleted|distinct|prerelease|immutable"
                    + "|conclusion|status|state|author_association|site_admin|type|ref_type|additions|deletions|commits|comments|changed_files"
                    + "|review_comments|date|timestamp|visibility|total_count|merge_method|side|archived|disabled|forks|watchers|stargazers|verified)");
    private static final Set<String> FIXED_GITHUB = Set.of(
            "action_path",
            "event_name",
            "job",
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "repositoryurl",
            "run_attempt",
            "run_id",
            "run_number",
            "server_url",
            "api_url",
            "graphql_url",
            "sha",
            "token",
            "triggering_actor",
            "workspace",
            "actor_id",
            "ref_type",
            "ref_protected",
            "retention_days",
            "workflow_sha",
            "action",
            "action_status",
            "secret_source",
            "env",
            "path");

    private Contexts() {}

    /** The freedom of a context other than {@code env}, {@code inputs} and {@code matrix}, which depend on the file. */
    static Freedom of(Expression.Context context) {
        String path = context.path();
        if (context.isIn("github.event")) {
            return event(path);
        }
        if (context.isIn("github")) {
            return context.tail().filter(FIXED_GITHUB::contains).isPresent() ? Freedom.NONE : Freedom.ANY;
        }
        if (context.isIn("secrets")
                || context.isIn("runner")
                || context.isIn("strategy")
                || path.equals("job.status")) {
            return Freedom.NONE;
        }
        if (path.matches("needs\\.[^.]+\\.result|steps\\.[^.]+\\.(outcome|conclusion)")) {
            return Freedom.NONE;
        }
        return Freedom.OWN;
    }

    private static Freedom event(String path) {
        if (path.startsWith("github.event.inputs")) {
            return Freedom.ANY;
        }
        String last = path.substring(path.lastIndexOf('.') + 1);
        boolean chosen =
                path.equals("github.event.action") || path.contains("client_payload") || last.equals("node_id");
        return !chosen && FIXED.matcher(last).matches() ? Freedom.NONE : Freedom.ANY;
    }

    /** What may be given to an input, by its declaration; empty where it is not declared. */
    static Optional<Freedom> input(CiFile file, String name) {
        if (file.kind() == CiFile.Kind.ACTION) {
            return declared(file.root().fields("inputs"), name).map(d -> Freedom.ANY);
        }
        Freedom[] found = {null};
        for (CiFile.Trigger trigger : file.triggers()) {
            if (trigger.name().equals("workflow_dispatch") || trigger.name().equals("workflow_call")) {
                Yaml.Fields inputs =
                        trigger.value().asFields().map(f -> f.fields("inputs")).orElse(new Yaml.Fields(Map.of(), 0));
                declared(inputs, name).ifPresent(d -> {
                    boolean fixed =
                            Set.of("boolean", "number", "choice", "environment").contains(d.string("type"));
                    found[0] = fixed && found[0] != Freedom.ANY ? Freedom.NONE : Freedom.ANY;
                });
            }
        }
        return Optional.ofNullable(found[0]);
    }

    private static Optional<Yaml.Fields> declared(Yaml.Fields inputs, String name) {
        for (Map.Entry<String, Yaml.Entry> e : inputs.entries().entrySet()) {
            if (e.getKey().equalsIgnoreCase(name)) {
                return Optional.of(e.getValue().value().asFields().orElse(new Yaml.Fields(Map.of(), 0)));
            }
        }
        return Optional.empty();
    }

    /** Whether a variable's value is written down, without any expression. */
    static boolean isStatic(CiFile file, CiFile.Job job, CiFile.Step step, String name) {
        for (Yaml.Fields env : file.environments(job, step)) {
            for (Map.Entry<String, Yaml.Entry> e : env.entries().entrySet()) {
                if (e.getKey().equalsIgnoreCase(name)) {
                    return e.getValue()
                            .value()
                            .asText()
                            .filter(t -> !Expressions.isIn(t.text()))
                            .isPresent();
                }
            }
        }
        return Pattern.matches(
                "(?i)(github|runner)_(workspace|sha|run_id|run_number|run_attempt|job|repository|os|arch|temp|tool_cache|server_url)|ci",
                name);
    }

    /** Whether a matrix's value is written down; true too where there is no matrix, for then the text is empty. */
    static boolean isStatic(CiFile.Job job, Expression.Context context) {
        Optional<Yaml> matrix = job.fields().fields("strategy").get("matrix");
        if (matrix.isEmpty()) {
            return true;
        }
        Optional<Yaml.Fields> fields = matrix.get().asFields();
        if (fields.isEmpty()) {
            return false;
        }
        String[] parts = context.path().split("\\.");
        if (parts.length < 2) {
            return matrix.get().texts().stream().noneMatch(t -> Expressions.isIn(t.text()));
        }
        for (Map.Entry<String, Yaml.Entry> e : fields.get().entries().entrySet()) {
            boolean isKey = e.getKey().equalsIgnoreCase(parts[1]);
            if (isKey || e.getKey().equals("include")) {
                if (e.getValue().value() instanceof Yaml.Text t && Expressions.isIn(t.text())) {
                    return false;
                }
                for (Yaml row : e.getValue().value().asList()) {
                    Optional<Yaml> value =
                            isKey ? Optional.of(row) : row.asFields().flatMap(f -> f.get(parts[1]));
                    if (value.isPresent()) {
                        if (value.get().texts().stream().anyMatch(t -> Expressions.isIn(t.text()))) {
                            return false;
                        }
                    } else if (!isKey && row instanceof Yaml.Text) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
