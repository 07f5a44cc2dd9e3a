package dev.waag.lock;

import java.util.Locale;
import java.util.Optional;

/** The lock files that are read. */
public enum LockKind {
    REQUIREMENTS("requirements.txt", "pip"),
    POETRY("poetry.lock", "Poetry"),
    UV("uv.lock", "uv"),
    PDM("pdm.lock", "PDM"),
    PIPENV("Pipfile.lock", "Pipenv"),
    PYLOCK("pylock.toml", "any installer of PEP 751");

    private final String fileName;
    private final String tool;

    LockKind(String fileName, String tool) {
        this.fileName = fileName;
        this.tool = tool;
    }

    /** The usual file name. */
    public String fileName() {
        return fileName;
    }

    /** The tool that the format is known by. */
    public String tool() {
        return tool;
    }

    /**
     * The kind that a file's name says, without its folder: the names above, {@code pylock.<name>.toml} (PEP 751, "File Name"), and for
     * pip any name that ends in {@code .txt} and has {@code requirements} or {@code constraints} in it.
     */
    public static Optional<LockKind> of(String fileName) {
        for (LockKind kind : values()) {
            if (kind.fileName.equals(fileName)) {
                return Optional.of(kind);
            }
        }
        if (fileName.startsWith("pylock.")
                && fileName.endsWith(".toml")
                && fileName.indexOf('.', 7) == fileName.length() - 5) {
            return Optional.of(PYLOCK);
        }
        String lower = fileName.toLowerCase(Locale.ROOT);
        boolean pip = lower.endsWith(".txt") && (lower.contains("requirements") || lower.contains("constraints"));
        return pip ? Optional.of(REQUIREMENTS) : Optional.empty();
    }
}
