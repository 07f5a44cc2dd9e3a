package dev.waag.lock;

import java.util.Locale;
import java.util.Optional;

/** The files in which projects say what they need. */
public enum ManifestKind {
    PYPROJECT("pyproject.toml"),
    PIPFILE("Pipfile"),
    REQUIREMENTS_IN("requirements.in"),
    SETUP_CFG("setup.cfg");

    private final String fileName;

    ManifestKind(String fileName) {
        this.fileName = fileName;
    }

    /** The usual file name. */
    public String fileName() {
        return fileName;
    }

    /** The kind that a file's name says, without its folder; for pip-compile any name that ends in {@code .in} and has {@code requirements} or {@code constraints} in it. */
    public static Optional<ManifestKind> of(String fileName) {
        for (ManifestKind kind : values()) {
            if (kind.fileName.equals(fileName)) {
                return Optional.of(kind);
            }
        }
        String lower = fileName.toLowerCase(Locale.ROOT);
        boolean in = lower.endsWith(".in") && (lower.contains("requirements") || lower.contains("constraints"));
        return in ? Optional.of(REQUIREMENTS_IN) : Optional.empty();
    }
}
