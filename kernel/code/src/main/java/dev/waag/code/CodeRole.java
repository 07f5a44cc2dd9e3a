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

    private static final Set<String> ASIDE = Set.of(
            "test",
            "tests",
            "testing",
            "example",
            "examples",
            "doc",
            "docs",
            "benchmark",
            "benchmarks",
            "demo",
            "demos");

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
        if (name.equals("sitecustomize.py") || name.equals("usercustomize.py")) {
            return STARTUP;
        }
        if (parts.length == 1 && name.equals("setup.py") && sdist) {
            return SETUP;
        }
        for (int i = 0; i < parts.length - 1; i++) {
            if (ASIDE.contains(parts[i])) {
                return TEST;
            }
            if (parts[i].equals("scripts") && i > 0 && parts[i - 1].endsWith(".data")) {
                return SCRIPT;
            }
        }
        return switch (name) {
            case "__init__.py" -> PACKAGE;
            case "__main__.py", "conftest.py" -> SCRIPT;
            default -> MODULE;
        };
    }
}
