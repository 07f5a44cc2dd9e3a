package dev.waag.code;

import java.util.Locale;
import java.util.Set;

/** What a file is in its distribution, and so when its top level runs. */
public enum CodeRole {
    SETUP(Phase.INSTALL),
    /** A build backend that lies in the source tree ({@code backend-path}). */
    BACKEND(Phase.INSTALL),
    PTH(Phase.START),
    /** {@code sitecustomize}, {@code usercustomize}. */
    STARTUP(Phase.START),
    /** A package's {@code __init__}. */
    PACKAGE(Phase.IMPORT),
    MODULE(Phase.IMPORT),
    /** Started by its name: {@code __main__}, a file in the scripts folder. */
    SCRIPT(Phase.CALL),
    /** Tests, examples and documentation that come along. */
    TEST(Phase.CALL);

    /** At the top of an sdist: not installed, and so not imported. In a wheel everything can be imported, whatever its folder is called. */
    private static final Set<String> ASIDE = Set.of(
            "test",
            "tests",
            "testing",
            "example",
            "examples",
            "doc",
            "docs",
            "docs_src",
            "benchmark",
            "benchmarks",
            "scripts",
            "tools",
            "tool",
            "ci",
            ".ci",
            ".github",
            "lab",
            "dev",
            "misc",
            "contrib",
            "tasks",
            "bench",
            "packaging",
            "maint",
            "dummyserver",
            "etc",
            "admin",
            "notebooks",
            "perf");

    private static final Set<String> TOOLS = Set.of(
            "noxfile.py",
            "tasks.py",
            "fabfile.py",
            "dodo.py",
            "conftest.py",
            "release.py",
            "bootstrap.py",
            "runtests.py",
            "run_tests.py",
            "igor.py");

    private static final Set<String> NEVER_PACKAGES = Set.of("test", "tests", "doc", "docs", "ci", "scripts");

    private final Phase top;

    CodeRole(Phase top) {
        this.top = top;
    }

    /** When the file's module level runs. */
    public Phase top() {
        return top;
    }

    /**
     * By the path alone, as a wheel or an sdist has it with the sdist's top folder taken off; a build backend cannot be told by its path.
     *
     * @param sdist whether a {@code setup.py} at the top runs on install
     */
    public static CodeRole of(String path, boolean sdist) {
        String[] parts = path.toLowerCase(Locale.ROOT).split("/");
        String name = parts[parts.length - 1];
        if (name.endsWith(".pth")) {
            return PTH;
        }
        String module = name.equals("__init__.py") && parts.length == 2 ? parts[0] + ".py" : name;
        if (module.equals("sitecustomize.py") || module.equals("usercustomize.py")) {
            return STARTUP;
        }
        if (parts.length == 1 && name.equals("setup.py") && sdist) {
            return SETUP;
        }
        if (sdist && (parts.length > 1 ? isAside(parts) : TOOLS.contains(name))) {
            return TEST;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            if (parts[i].equals("scripts") && parts[i - 1].endsWith(".data")) {
                return SCRIPT;
            }
        }
        if (name.indexOf('.') < 0) {
            return SCRIPT; // no import finds it
        }
        return switch (name) {
            case "__init__.py" -> PACKAGE;
            case "__main__.py" -> SCRIPT;
            default -> MODULE;
        };
    }

    private static boolean isAside(String[] parts) {
        boolean makesPackage = parts.length == 2 && parts[1].equals("__init__.py");
        return ASIDE.contains(parts[0]) && !(makesPackage && !NEVER_PACKAGES.contains(parts[0]));
    }
}
