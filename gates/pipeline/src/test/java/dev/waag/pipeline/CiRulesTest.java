package dev.waag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vulnerable workflows and their clean twins: the twin differs in what makes it clean and in nothing else. */
final class CiRulesTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final Map<String, String> PROJECT = Map.of(
            "hashed.txt", "# made by a tool\nidna==3.10 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n",
            "plain.txt", "idna==3.10\n");

    /** A job with these steps, which are all that may be wrong. */
    private static String job(String steps) {
        return """
                name: t
                on: pull_request
                permissions: {}
                jobs:
                  test:
                    runs-on: ubuntu-latest
                    permissions:
                      contents: read
                    steps:
                """ + steps.indent(6);
    }

    private static String run(String script) {
        return job("- run: |\n" + script.indent(4));
    }

    private static String publish(String more, String steps) {
        return """
                name: t
                on:
                  workflow_dispatch:
                permissions: {}
                jobs:
                  publish:
                    runs-on: ubuntu-latest
                """ + more.indent(4) + "    steps:\n" + steps.indent(6);
    }

    private static final String IDENTITY = "environment: release\npermissions:\n  id-token: write\n";

    private static List<String> found(CiFile.Kind kind, String text) {
        return found(kind, text, Optional.empty());
    }

    private static List<String> found(CiFile.Kind kind, String text, Optional<URI> gate) {
        List<String> found = new ArrayList<>();
        try {
            CiFile file = CiReader.read(kind, "t.yml", text);
            CiRule.Around around = new CiRule.Around(gate, p -> Optional.ofNullable(PROJECT.get(p)));
            for (CiRule rule : CiRule.all()) {
                rule.check(file, around, (severity, line, message, help) -> found.add(rule.id() + ":" + line));
            }
        } catch (YamlReader.Fault e) {
            throw new AssertionError(text, e);
        }
        return found.stream().distinct().toList();
    }

    private static void bad(String rule, String workflow) {
        assertThat(found(CiFile.Kind.WORKFLOW, workflow))
                .as(workflow)
                .isNotEmpty()
                .allMatch(f -> f.startsWith(rule + ":"));
    }

    private static void good(String workflow) {
        assertThat(found(CiFile.Kind.WORKFLOW, workflow)).as(workflow).isEmpty();
    }

    private static void gitlab(String rule, String pipeline) {
        assertThat(found(CiFile.Kind.GITLAB, pipeline))
                .as(pipeline)
                .isNotEmpty()
                .allMatch(f -> f.startsWith(rule + ":"));
    }

    private static void gitlabGood(String pipeline) {
        assertThat(found(CiFile.Kind.GITLAB, pipeline)).as(pipeline).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNamedWithItsReason(@TempDir Path root) throws Exception {
        Path workflows = Files.createDirectories(root.resolve(".github/workflows"));
        Files.createSymbolicLink(workflows.resolve("a.yml"), Path.of("nowhere"));
        Files.write(workflows.resolve("b.yml"), "on: push\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        CiReport report = CiLint.run(root, Optional.empty(), "0");
        assertThat(report.unreadable())
                .extracting(CiReport.Unreadable::message)
                .containsExactly("it is a link to what is not there", "it is not in UTF-8");
    }

    @Test
    void unpinnedActions() {
        for (String ref : List.of("@v4", "@main", "@0123456", "", "@" + SHA.substring(1))) {
            bad("unpinned-action", job("- uses: actions/checkout" + ref));
        }
        bad("unpinned-action", job("- uses: docker://alpine:3.20"));
        bad("unpinned-action", """
                on: push
                permissions: {}
                jobs:
                  a:
                    permissions: {}
                    uses: acme/workflows/.github/workflows/build.yml@v1
                """);
        good(job("- uses: actions/checkout@" + SHA + " # v4.2.2"));
        good(job("- uses: docker://alpine:3.20@" + DIGEST));
        good(job("- uses: ./.github/actions/own"));
        assertThat(found(CiFile.Kind.ACTION, "runs:\n  using: composite\n  steps:\n    - uses: actions/cache@v4\n"))
                .containsExactly("unpinned-action:4");
    }

    @Test
    void imagesOfAMatrix() {
        String matrix = """
                on: push
                permissions: {}
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    permissions: {}
                    container: ${{ matrix.image }}
                    strategy:
                      matrix:
                        %s
                    steps:
                      - run: make
                """;
        bad("unpinned-action", matrix.formatted("image: [\"debian:12\", debian]"));
        bad("unpinned-action", matrix.formatted("include: [{image: \"debian:latest\"}]"));
        bad("unpinned-action", matrix.formatted("include: ${{ fromJSON(vars.IMAGES) }}"));
        bad("unpinned-action", matrix.formatted("image: ${{ fromJSON(vars.IMAGES) }}"));
        good(matrix.formatted("image: [\"debian:12\", \"debian@" + DIGEST + "\", \"\"]"));
        good(matrix.formatted("{image: [\"debian:12\"], exclude: [{image: debian}]}"));
    }

    @Test
    void thePasswordOfAnImagesRegistry() {
        String container = """
                on: push
                permissions: {}
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    permissions: {}
                    %s:
                      image: "images.example/base:1"
                      credentials:
                        username: builder
                        password: %s
                    steps:
                      - run: make
                """;
        bad("secret-in-environment", container.formatted("container", "hackme"));
        bad(
                "secret-in-environment",
                container.formatted(
                        "services: {database: {image: \"images.example/base:1\", credentials: {password: hackme}}}\n    container",
                        "\"\""));
        good(container.formatted("container", "${{ secrets.IMAGES }}"));
    }

    @Test
    void findingsNameTheLine() {
        assertThat(found(CiFile.Kind.WORKFLOW, job("- uses: actions/checkout@v4")))
                .containsExactly("unpinned-action:10");
        assertThat(found(CiFile.Kind.WORKFLOW, run("true\necho ${{ github.head_ref }}")))
                .containsExactly("template-injection:12");
    }

    @Test
    void excessivePermissions() {
        String two =
                "on: push\n%sjobs:\n  a:\n%s    steps:\n      - run: make\n  b:\n%s    steps:\n      - run: make\n";
        String read = "    permissions:\n      contents: read\n";
        bad("excessive-permissions", two.formatted("", "", ""));
        bad("excessive-permissions", two.formatted("", read, ""));
        bad("excessive-permissions", two.formatted("permissions: write-all\n", "", ""));
        bad("excessive-permissions", two.formatted("permissions: read-all\n", "", ""));
        bad("excessive-permissions", two.formatted("permissions:\n  contents: write\n", "", ""));
        bad("excessive-permissions", two.formatted("permissions: {}\n", "    permissions: write-all\n", ""));
        bad("excessive-permissions", "on: push\njobs:\n  a:\n    steps:\n      - run: make\n");
        bad("excessive-permissions", "on: push\npermissions: write-all\njobs:\n  a:\n    steps:\n      - run: make\n");
        good(two.formatted("permissions: {}\n", read, ""));
        good(two.formatted("permissions:\n  contents: read\n", "", ""));
        good(two.formatted("", read, read));
        good(two.formatted("permissions: {}\n", "    permissions:\n      contents: write\n", ""));
    }

    @Test
    void templateInjection() {
        for (String free : List.of(
                "github.event.issue.title",
                "github.event.pull_request.body",
                "github.event.pull_request.head.ref",
                "github.event.comment.body",
                "github.event.head_commit.message",
                "github.event.commits[0].author.name",
                "github.event.discussion.title",
                "github.event.pages.*.page_name",
                "github['event']['issue']['title']",
                "github.head_ref",
                "github.ref_name",
                "github.event.inputs.name",
                "github.event.client_payload.x",
                "format('{0}', github.event.issue.title)",
                "github.event.issue.title || 'none'",
                "github.event_name == 'x' && github.event.issue.title",
                "toJSON(github.event)",
                "steps.x.outputs.title")) {
            bad("template-injection", run("echo \"${{ " + free + " }}\""));
            bad(
                    "template-injection",
                    job("- uses: actions/github-script@" + SHA + "\n  with:\n    script: |\n      f(`${{ " + free
                            + " }}`)"));
        }
        for (String fixed : List.of(
                "github.sha",
                "github.run_id",
                "github.event.number",
                "github.event.pull_request.number",
                "github.event.pull_request.head.sha",
                "github.event.issue.title == 'x'",
                "contains(github.event.issue.title, 'x')",
                "github.event.issue.title && 'a' || 'b'",
                "runner.os",
                "needs.a.result",
                "steps.a.outcome",
                "hashFiles('**/x')",
                "secrets.GITHUB_TOKEN",
                "'it''s }}'")) {
            good(run("echo \"${{ " + fixed + " }}\""));
        }
        good(job("- run: echo \"${TITLE}\"\n  env:\n    TITLE: ${{ github.event.issue.title }}"));
        bad(
                "template-injection",
                job("- run: echo ${{ env.TITLE }}\n  env:\n    TITLE: ${{ github.event.issue.title }}"));
        good(job("- run: echo ${{ env.WHAT }}\n  env:\n    WHAT: cheese"));
    }

    @Test
    void inputsAndMatricesGoByTheirDeclaration() {
        String of =
                "on:\n  workflow_dispatch:\n    inputs:\n      v:\n        type: %s\npermissions: {}\njobs:\n  a:\n    steps:\n      - run: echo ${{ inputs.v }}\n";
        bad("template-injection", of.formatted("string"));
        good(of.formatted("boolean"));
        good(of.formatted("choice"));
        String matrix =
                "on: push\npermissions: {}\njobs:\n  a:\n    strategy:\n      matrix:\n        v: %s\n    steps:\n      - run: echo ${{ matrix.v }}\n";
        good(matrix.formatted("['3.11', '3.12']"));
        bad("template-injection", matrix.formatted("${{ fromJSON(needs.b.outputs.all) }}"));
        assertThat(
                        found(
                                CiFile.Kind.ACTION,
                                "inputs:\n  name: {}\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.name }}\n      shell: bash\n"))
                .containsExactly("template-injection:6");
    }

    @Test
    void dangerousTriggers() {
        String of = "%s\npermissions: {}\njobs:\n  a:\n    steps:\n      - run: make\n";
        for (String event : List.of("pull_request_target", "workflow_run", "issue_comment")) {
            bad("dangerous-trigger", of.formatted("on: " + event));
            bad("dangerous-trigger", of.formatted("on: [push, " + event + "]"));
            bad("dangerous-trigger", of.formatted("on:\n  " + event + ":\n    types: [x]"));
        }
        good(of.formatted("on: [push, pull_request, schedule, workflow_dispatch]"));
        good("on: pull_request_target\npermissions: {}\njobs:\n  a:\n    steps:\n      - uses: actions/labeler@" + SHA
                + "\n");
    }

    @Test
    void cachePoisoning() {
        String of = "on:\n  %s\npermissions: {}\njobs:\n  a:\n    steps:\n      - uses: %s\n";
        String cached = "actions/setup-python@" + SHA + "\n        with:\n          cache: pip";
        bad("cache-poisoning", of.formatted("release:", cached));
        bad("cache-poisoning", of.formatted("push:\n    tags: ['v*']", cached));
        bad("cache-poisoning", of.formatted("push:\n    branches: [release/1]", cached));
        bad("cache-poisoning", of.formatted("release:", "actions/cache@" + SHA));
        bad("cache-poisoning", of.formatted("release:", "astral-sh/setup-uv@" + SHA + " # v7.1.0"));
        bad("cache-poisoning", of.formatted("release:", "actions/setup-node@" + SHA));
        good(of.formatted("pull_request:", cached));
        good(of.formatted("push:\n    branches: [main]", cached));
        good(of.formatted("release:", "actions/setup-python@" + SHA));
        good(of.formatted("release:", "astral-sh/setup-uv@" + SHA + "\n        with:\n          enable-cache: false"));
        bad(
                "cache-poisoning",
                publish(
                        IDENTITY,
                        "- uses: " + cached.replaceAll("\n {6}", "\n") + "\n- uses: pypa/gh-action-pypi-publish@"
                                + SHA));
        good(publish(IDENTITY, "- uses: actions/setup-python@" + SHA + "\n- uses: pypa/gh-action-pypi-publish@" + SHA));
    }

    @Test
    void longLivedTokens() {
        String action = "- uses: pypa/gh-action-pypi-publish@" + SHA + "\n";
        bad("long-lived-token", publish(IDENTITY, action + "  with:\n    password: ${{ secrets.T }}"));
        good(publish(IDENTITY, action));
        for (String name : List.of(
                "TWINE_PASSWORD", "UV_PUBLISH_TOKEN", "POETRY_PYPI_TOKEN_PYPI", "HATCH_INDEX_AUTH", "FLIT_PASSWORD")) {
            bad(
                    "long-lived-token",
                    publish(IDENTITY, "- run: make release\n  env:\n    " + name + ": ${{ secrets.T }}"));
            good(publish(IDENTITY, "- run: make release\n  env:\n    " + name + ": ${{ steps.mint.outputs.token }}"));
        }
        for (String command : List.of(
                "twine upload dist/*",
                "python -m twine upload dist/*",
                "uv publish",
                "poetry publish --build",
                "flit publish",
                "hatch publish",
                "pdm publish")) {
            bad("long-lived-token", publish("environment: release", "- run: " + command));
            good(publish(IDENTITY, "- run: " + command));
        }
        bad("long-lived-token", publish(IDENTITY, "- run: twine upload -u __token__ -p \"$T\" dist/*"));
        bad("long-lived-token", publish(IDENTITY, "- run: poetry config pypi-token.pypi \"$T\""));
        good(publish("environment: release", "- run: twine check dist/*"));
        good(publish("environment: release", "- run: uv publish --dry-run"));
    }

    @Test
    void publishingWithoutEnvironment() {
        String token = "permissions:\n  id-token: write\n";
        for (String step : List.of(
                "- uses: pypa/gh-action-pypi-publish@" + SHA,
                "- run: twine upload dist/*",
                "- run: uv publish",
                "- run: waag publish dist/*")) {
            bad("publish-without-environment", publish(token, step));
            good(publish(token + "environment: release", step));
            good(publish(token + "environment:\n  name: release\n  url: https://index.example/p/x", step));
        }
    }

    @Test
    void unhashedInstalls() {
        for (String command : List.of(
                "pip install requests",
                "pip install requests==2.32.3",
                "python -m pip install --upgrade pip",
                "python3 -m pip install -r requirements.txt",
                "pip install -r plain.txt",
                "pip3 install -e .[dev]",
                "pip install .",
                "sudo pip install build twine",
                "pip wheel .",
                "uv pip install ruff",
                "uv pip sync plain.txt",
                "uv sync",
                "uv run --with httpx pytest",
                "uv tool install ruff",
                "uvx ruff check",
                "pipx run build",
                "pipx install poetry",
                "poetry add httpx",
                "pipenv install",
                "easy_install requests",
                "python setup.py install",
                "if true; then pip install x; fi",
                "(cd a && pip install x)",
                "bash -c 'pip install x'",
                "echo $(pip install x)")) {
            bad("unhashed-install", run(command));
        }
        for (String command : List.of(
                "pip install --require-hashes -r requirements.txt",
                "pip install -r hashed.txt",
                "pip install --no-deps .",
                "pip install --no-deps -e .",
                "pip install --no-deps dist/acme-1.0-py3-none-any.whl",
                "pip install --no-index --find-links wheels acme",
                "pip --version",
                "pip list",
                "PIP_REQUIRE_HASHES=1 pip install -r requirements.txt",
                "uv sync --locked",
                "uv sync --frozen --no-dev",
                "uv run pytest",
                "uv pip install --require-hashes -r requirements.txt",
                "poetry install --sync",
                "pdm sync",
                "pipenv sync",
                "pipenv install --deploy",
                "# pip install requests",
                "echo 'pip install requests'",
                "python -m build --no-isolation",
                "cat <<EOF\npip install requests\nEOF")) {
            good(run(command));
        }
        good(job("- run: pip install -r requirements.txt\n  env:\n    PIP_REQUIRE_HASHES: 'true'"));
        good(job("- shell: python\n  run: |\n    pip install x"));
    }

    @Test
    void indexBypass() {
        String locked = "pip install --require-hashes -r r.txt ";
        for (String option : List.of(
                "--index-url https://index.example/simple/",
                "--index-url=https://index.example/simple/",
                "-i https://index.example/simple/",
                "--extra-index-url https://index.example/simple/",
                "--find-links https://files.example/wheels/",
                "--trusted-host index.example")) {
            bad("index-bypass", run(locked + option));
            assertThat(found(
                            CiFile.Kind.WORKFLOW,
                            run(locked + option),
                            Optional.of(URI.create("https://gate.example"))))
                    .isNotEmpty();
        }
        for (String name : List.of(
                "PIP_INDEX_URL",
                "PIP_EXTRA_INDEX_URL",
                "UV_INDEX_URL",
                "UV_DEFAULT_INDEX",
                "UV_EXTRA_INDEX_URL",
                "PIP_FIND_LINKS")) {
            bad("index-bypass", job("- run: make\n  env:\n    " + name + ": https://index.example/simple/"));
            bad("index-bypass", run("export " + name + "=https://index.example/simple/"));
            good(job("- run: make\n  env:\n    " + name + ": ${{ vars.WAAG_URL }}/simple/"));
            assertThat(found(
                            CiFile.Kind.WORKFLOW,
                            job("- run: make\n  env:\n    " + name + ": https://gate.example/simple/"),
                            Optional.of(URI.create("https://gate.example"))))
                    .isEmpty();
        }
        bad("index-bypass", run("pip config set global.index-url https://index.example/simple/"));
        bad("index-bypass", run("uv sync --locked --index-strategy unsafe-best-match"));
        bad("index-bypass", run("poetry source add other https://index.example/simple/"));
        good(run(locked + "--index-url \"$WAAG_URL/simple/\""));
        good(run(locked + "--index-url https://waag.acme.example/simple/"));
        good(run(locked + "--index-url http://127.0.0.1:8080/simple/"));
        good(run("curl -f https://files.example/x"));
    }

    @Test
    void secretsInTheEnvironment() {
        String of = "on: push\n%spermissions: {}\njobs:\n  a:\n%s    steps:\n      - run: make\n%s";
        bad("secret-in-environment", of.formatted("env:\n  KEY: ${{ secrets.KEY }}\n", "", ""));
        bad("secret-in-environment", of.formatted("", "    env:\n      KEY: ${{ secrets.KEY }}\n", ""));
        bad("secret-in-environment", of.formatted("", "", "        env:\n          ALL: ${{ toJSON(secrets) }}\n"));
        bad(
                "secret-in-environment",
                of.formatted("", "", "        env:\n          ONE: ${{ secrets[matrix.name] }}\n"));
        bad("secret-in-environment", of.formatted("env:\n  API_KEY: " + "Zx81" + "kQ09mmPl\n", "", ""));
        bad("secret-in-environment", run("echo \"KEY=${{ secrets.KEY }}\" >> \"$GITHUB_ENV\""));
        bad(
                "secret-in-environment",
                "on: push\npermissions: {}\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: inherit\n");
        good(of.formatted("", "", "        env:\n          KEY: ${{ secrets.KEY }}\n"));
        good(of.formatted("env:\n  GH_TOKEN: ${{ secrets.GITHUB_TOKEN }}\n", "", ""));
        good(of.formatted("env:\n  TOKEN_URL: https://issuer.example/token\n  LEVEL: debug\n", "", ""));
        good(
                "on: push\npermissions: {}\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets:\n      KEY: ${{ secrets.KEY }}\n");
    }

    @Test
    void gitlabPipelines() {
        String image = "image: python:3.12@" + DIGEST + "\n";
        gitlab("unpinned-action", "test:\n  image: python:3.12\n  script: [make]\n");
        gitlab("unpinned-action", image + "include:\n  - remote: https://ci.example/all.yml\ntest:\n  script: make\n");
        gitlab(
                "unpinned-action",
                image + "include:\n  - project: acme/ci\n    ref: main\n    file: a.yml\ntest:\n  script: make\n");
        gitlab(
                "unpinned-action",
                image + "include:\n  - component: $CI_SERVER_FQDN/acme/c@1.0\ntest:\n  script: make\n");
        gitlabGood(image + "include:\n  - project: acme/ci\n    ref: " + SHA
                + "\n    file: a.yml\n  - local: b.yml\n  - template: C.yml\ntest:\n  script: make\n");
        gitlab("unhashed-install", image + "test:\n  script:\n    - pip install requests\n");
        gitlab(
                "unhashed-install",
                image + ".base:\n  before_script: [pip install requests]\ntest:\n  extends: .base\n  script: make\n");
        gitlabGood(image + "test:\n  script:\n    - pip install --require-hashes -r requirements.txt\n");
        gitlab(
                "index-bypass",
                image + "variables:\n  PIP_EXTRA_INDEX_URL: https://index.example/simple/\ntest:\n  script: make\n");
        gitlab(
                "secret-in-environment",
                image + "variables:\n  DB_PASSWORD: " + "gouda" + "-4711-rijp\ntest:\n  script: make\n");
        gitlabGood(image + "variables:\n  DB_HOST: db.example\ntest:\n  script: make\n");
        gitlab(
                "publish-without-environment",
                image + "up:\n  id_tokens:\n    T:\n      aud: waag\n  script: twine upload dist/*\n");
        gitlabGood(
                image
                        + "up:\n  environment: release\n  id_tokens:\n    T:\n      aud: waag\n  script: twine upload dist/*\n");
        gitlab(
                "long-lived-token",
                image
                        + "up:\n  environment: release\n  variables:\n    TWINE_PASSWORD: $PYPI\n  script: twine upload dist/*\n");
        gitlab("template-injection", image + "test:\n  script:\n    - eval \"echo $CI_COMMIT_TITLE\"\n");
        gitlabGood(image + "test:\n  script:\n    - echo \"$CI_COMMIT_TITLE\"\n");
        gitlab(
                "template-injection",
                "spec:\n  inputs:\n    name:\n---\n" + image + "test:\n  script: echo $[[ inputs.name ]]\n");
        gitlabGood("spec:\n  inputs:\n    name:\n      options: [a, b]\n---\n" + image
                + "test:\n  script: echo $[[ inputs.name ]]\n");
        gitlab(
                "cache-poisoning",
                image + "up:\n  environment: release\n  cache:\n    paths: [.cache]\n  script: uv publish\n");
        gitlabGood(image + "up:\n  environment: release\n  cache: []\n  script: uv publish\n");
    }
}
