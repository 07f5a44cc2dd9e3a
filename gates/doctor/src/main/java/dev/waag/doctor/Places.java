package dev.waag.doctor;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where things lie: how a file is named in the report, and where each client keeps its configuration on Linux and macOS.
 *
 * @param folder the searched folder, absolute
 * @param systemRoot {@code /}, except in tests
 */
record Places(Path folder, Map<String, String> environment, Path home, Path systemRoot) {
    /** Relative to the searched folder where the file lies below it; else absolute. */
    String name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return (absolute.startsWith(folder) && !absolute.equals(folder) ? folder.relativize(absolute) : absolute)
                .toString()
                .replace(File.separatorChar, '/');
    }

    /** A path as a file names it, relative to that file. */
    Optional<Path> beside(Path file, String path) {
        try {
            return Optional.of(file.resolveSibling(path).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A path from the environment, relative to the searched folder. */
    Optional<Path> named(String variable) {
        String value = environment.getOrDefault(variable, "");
        try {
            return value.isBlank()
                    ? Optional.empty()
                    : Optional.of(folder.resolve(value.replaceFirst(
                            "^~(?=/|$)", home.toString().replace("\\", "\\\\").replace("$", "\\$"))));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** pip, "Configuration Files": global, user, site; {@code PIP_CONFIG_FILE} beside them, or none at all where it is the null device. */
    List<Path> pip() {
        if (environment.getOrDefault("PIP_CONFIG_FILE", "").equals("/dev/null")) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        configDirs().forEach(d -> files.add(d.resolve("pip/pip.conf")));
        files.add(systemRoot.resolve("etc/pip.conf"));
        files.add(systemRoot.resolve("Library/Application Support/pip/pip.conf"));
        files.add(home.resolve(".pip/pip.conf"));
        files.add(home.resolve("Library/Application Support/pip/pip.conf"));
        files.add(userConfig().resolve("pip/pip.conf"));
        named("VIRTUAL_ENV").ifPresent(v -> files.add(v.resolve("pip.conf")));
        named("CONDA_PREFIX").ifPresent(v -> files.add(v.resolve("pip.conf")));
        named("PIP_CONFIG_FILE").ifPresent(files::add);
        return files;
    }

    List<Path> uv() {
        List<Path> files = new ArrayList<>();
        configDirs().forEach(d -> files.add(d.resolve("uv/uv.toml")));
        files.add(systemRoot.resolve("etc/uv/uv.toml"));
        files.add(userConfig().resolve("uv/uv.toml"));
        named("UV_CONFIG_FILE").ifPresent(files::add);
        return files;
    }

    List<Path> poetry() {
        List<Path> files = new ArrayList<>();
        files.add(userConfig().resolve("pypoetry/config.toml"));
        files.add(home.resolve("Library/Application Support/pypoetry/config.toml"));
        named("POETRY_CONFIG_DIR").ifPresent(d -> files.add(d.resolve("config.toml")));
        return files;
    }

    List<Path> pdm() {
        List<Path> files = new ArrayList<>();
        configDirs().forEach(d -> files.add(d.resolve("pdm/config.toml")));
        files.add(userConfig().resolve("pdm/config.toml"));
        files.add(home.resolve("Library/Application Support/pdm/config.toml"));
        named("PDM_CONFIG_FILE").ifPresent(files::add);
        return files;
    }

    /** Whether the environment names this file itself, so that its absence is worth a word. */
    boolean isNamed(Path file) {
        return List.of("PIP_CONFIG_FILE", "UV_CONFIG_FILE", "PDM_CONFIG_FILE").stream()
                .anyMatch(v -> named(v).filter(file::equals).isPresent());
    }

    private Path userConfig() {
        return named("XDG_CONFIG_HOME").orElse(home.resolve(".config"));
    }

    private List<Path> configDirs() {
        List<Path> dirs = new ArrayList<>();
        for (String dir : environment.getOrDefault("XDG_CONFIG_DIRS", "").split(":")) {
            if (dir.startsWith("/")) {
                dirs.add(Path.of(dir));
            }
        }
        if (dirs.isEmpty()) {
            dirs.add(systemRoot.resolve("etc/xdg"));
        }
        return dirs;
    }
}
