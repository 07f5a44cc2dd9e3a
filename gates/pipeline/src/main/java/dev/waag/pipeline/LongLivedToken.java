package dev.waag.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An upload with a token that does not run out, where the CI has an identity of its own. */
final class LongLivedToken implements CiRule {
    private static final Pattern VARIABLE = Pattern.compile(
            "TWINE_PASSWORD|UV_PUBLISH_(TOKEN|PASSWORD)|POETRY_PYPI_TOKEN_\\w+|POETRY_HTTP_BASIC_\\w+_PASSWORD|HATCH_INDEX_AUTH|PDM_PUBLISH_PASSWORD"
                    + "|FLIT_(PASSWORD|TOKEN)|MATURIN_(PYPI_TOKEN|PASSWORD)|RYE_TOKEN|PYPI_(API_)?(TOKEN|PASSWORD)|TEST_?PYPI_(API_)?(TOKEN|PASSWORD)"
                    + "|NODE_AUTH_TOKEN|NPM_TOKEN|CARGO_REGISTRY_TOKEN|GEM_HOST_API_KEY|NUGET_API_KEY");
    private static final Set<String> OPTIONS = Set.of("-p", "--password", "--token", "-t");

    @Override
    public String id() {
        return "long-lived-token";
    }

    @Override
    public String severity() {
        return "medium";
    }

    @Override
    public String protectsFrom() {
        return "an upload token that leaks once and publishes for ever";
    }

    @Override
    public String help() {
        return "use trusted publishing: `permissions: id-token: write` in the publishing job and no token (`waag identity publisher add`)";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        if (file.kind() != CiFile.Kind.ACTION) {
            for (Yaml.Fields variables : file.allVariables()) {
                variables.entries().forEach((name, e) -> variable(file, name, e, to));
            }
        }
        for (CiFile.Job job : file.jobs()) {
            boolean identity = file.hasIdToken(job);
            for (CiFile.Step step : job.steps()) {
                action(step, to);
                step.commands((c, line) -> command(file, c, line, identity, to));
            }
        }
    }

    private void variable(CiFile file, String name, Yaml.Entry e, To to) {
        Optional<Yaml.Text> value = CiFile.value(e.value());
        if (!VARIABLE.matcher(name).matches() || value.isEmpty()) {
            return;
        }
        String text = value.get().text();
        // What an earlier step minted runs out by itself; GitLab's job token does too.
        boolean minted = text.contains("steps.")
                || text.contains("needs.")
                || text.contains("github.token")
                || text.contains("GITHUB_TOKEN")
                || text.contains("CI_JOB_TOKEN");
        boolean given = file.kind() == CiFile.Kind.GITLAB || Expressions.hasSecret(text) || !Expressions.isIn(text);
        if (!text.isBlank() && given && !minted) {
            to.find(severity(), e.keyLine(), "`" + name + "` is a token that does not run out", help());
        }
    }

    private void action(CiFile.Step step, To to) {
        Yaml.Fields with = step.with();
        switch (step.action()) {
            case "pypa/gh-action-pypi-publish" -> {
                String url = with.string("repository-url") + with.string("repository_url");
                boolean minted = with.string("password").contains("steps.");
                // Without a URL, or with that of an index on the action's own list, the action can get its token
                // itself.
                if (!with.string("password").isEmpty() && !minted && (url.isEmpty() || isPublic(url))) {
                    given(step, "password", to);
                }
            }
            case "rubygems/release-gem" -> {
                if (with.string("setup-trusted-publisher").equals("false")) {
                    given(step, "setup-trusted-publisher", to);
                }
            }
            case "rubygems/configure-rubygems-credentials" -> {
                if (!with.string("api-token").isEmpty()
                        && (with.string("gem-server").isEmpty() || isPublic(with.string("gem-server")))) {
                    given(step, "api-token", to);
                }
            }
            case "actions/setup-node" -> {
                String url = with.string("registry-url");
                if (with.string("always-auth").equals("true") && (url.isEmpty() || isPublic(url))) {
                    given(step, "always-auth", to);
                }
            }
            case "jrubics/poetry-publish" -> given(step, "pypi_token", to);
            default -> {}
        }
    }

    /** Registries that know trusted publishing are known by the form of their upload addresses. */
    private static boolean isPublic(String url) {
        return PublicIndexes.isPublic(url);
    }

    private void given(CiFile.Step step, String input, To to) {
        int line = step.with().lineOf(input);
        to.find(
                severity(),
                line == 0 ? step.line() : line,
                "`" + step.action() + "` is given a token that does not run out",
                help());
    }

    private void command(CiFile file, Shell.Command c, int line, boolean identity, To to) {
        List<String> a = c.arguments();
        boolean configures = c.program().equals("poetry")
                && c.has("config")
                && a.stream().anyMatch(w -> w.startsWith("pypi-token.") || w.startsWith("http-basic."));
        for (String assigned : c.assigned()) {
            String name = assigned.substring(0, assigned.indexOf('='));
            String value = assigned.substring(assigned.indexOf('=') + 1);
            boolean known = !value.isBlank()
                    && !value.startsWith("$(")
                    && !value.contains("steps.")
                    && !value.contains("CI_JOB_TOKEN");
            if (VARIABLE.matcher(name).matches() && known) {
                to.find(severity(), line, "`" + name + "` is a token that does not run out", help());
                return;
            }
        }
        if (configures) {
            to.find(severity(), line, "`poetry config` keeps a token that does not run out", help());
            return;
        }
        if (!PublishCommands.publishes(c)) {
            return;
        }
        boolean token = a.stream()
                .anyMatch(w -> OPTIONS.contains(w) || w.startsWith("--password=") || w.startsWith("--token="));
        boolean job = c.written().contains("CI_JOB_TOKEN");
        if (token && !job) {
            to.find(severity(), line, "`" + c.program() + "` is given a token that does not run out", help());
        } else if (!identity && !job && file.kind() == CiFile.Kind.WORKFLOW) {
            to.find(
                    "low",
                    line,
                    "`" + c.program()
                            + "` publishes in a job without `id-token: write`, so with a token that was set up by hand",
                    help());
        }
    }
}
