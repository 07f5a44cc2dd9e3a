package dev.waag.check;

import java.util.List;

/** The tools that make locks. */
public enum LockTool {
    UV("uv", "pipx install uv"),
    POETRY("poetry", "pipx install poetry"),
    PDM("pdm", "pipx install pdm"),
    PIPENV("pipenv", "pipx install pipenv"),
    PIP_COMPILE("pip-compile", "pipx install pip-tools");

    private final String program;
    private final String install;

    LockTool(String program, String install) {
        this.program = program;
        this.install = install;
    }

    String program() {
        return program;
    }

    /** The command that installs it for one user, apart from everything else. */
    String install() {
        return install;
    }

    /** That makes the lock of a folder from its manifest; what is locked already stays where it may. Poetry before 2.0 wants to be told so. */
    List<String> lock(boolean oldPoetry) {
        return switch (this) {
            case UV -> List.of("uv", "lock");
            case POETRY ->
                oldPoetry
                        ? List.of("poetry", "lock", "--no-update", "--no-interaction")
                        : List.of("poetry", "lock", "--no-interaction");
            case PDM -> List.of("pdm", "lock", "--update-reuse");
            case PIPENV -> List.of("pipenv", "lock");
            case PIP_COMPILE -> throw new IllegalStateException("compiles one file, see compile");
        };
    }

    /** That compiles one file of requirements into another with hashes. */
    List<String> compile(String from, String to) {
        return this == UV
                ? List.of("uv", "pip", "compile", "--generate-hashes", "--quiet", "--output-file", to, from)
                : List.of(
                        "pip-compile",
                        "--generate-hashes",
                        "--allow-unsafe",
                        "--no-emit-index-url",
                        "--no-emit-trusted-host",
                        "--quiet",
                        "--output-file",
                        to,
                        from);
    }
}
