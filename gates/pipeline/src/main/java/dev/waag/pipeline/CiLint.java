package dev.waag.pipeline;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code waag ci lint}: finds the workflows of a project and looks at each with every rule. */
public final class CiLint {
    private static final Set<String> PASSED_OVER =
            Set.of(".git", "node_modules", ".venv", "venv", "target", ".tox", "__pycache__", ".waag");
    private static final int DEPTH = 12;
    private static final long LARGEST = 4L << 20;

    private final Path root;
    private final CiRule.Around around;
    private final String version;

    private CiLint(Path root, Optional<URI> gate, String version) {
        this.root = root;
        this.around = new CiRule.Around(gate, this::projectText);
        this.version = version;
    }

    /**
     * Looks.
     *
     * @param path a project's folder, or one file
     * @param gate the gate's address, where it is known
     * @param version ours, for reports
     */
    public static CiReport run(Path path, Optional<URI> gate, String version) {
        if (!Files.exists(path)) {
            throw new UserException(
                    Exit.USAGE, "there is no " + path, "the path is wrong", "name a project's folder or one workflow");
        }
        try {
            TreeMap<Path, CiFile.Kind> files = new TreeMap<>();
            Path root = path;
            if (Files.isDirectory(path)) {
                walk(path, files);
            } else {
                root = projectOf(path);
                files.put(path, kind(path));
            }
            if (files.isEmpty()) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        "there is no workflow below " + path,
                        "neither .github/workflows, nor an action.yml, nor a .gitlab-ci.yml is there",
                        "name the project's folder, or write workflows with `waag ci init`");
            }
            return new CiLint(root, gate, version).lint(files);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    path + " cannot be read: " + e.getMessage(),
                    "its permissions, or its disk",
                    "check its permissions");
        }
    }

    private static Path projectOf(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        for (Path at = absolute.getParent(); at != null; at = at.getParent()) {
            if (at.endsWith(".github")) {
                return Optional.ofNullable(at.getParent()).orElse(at);
            }
        }
        return Optional.ofNullable(absolute.getParent()).orElse(absolute);
    }

    private static void walk(Path top, Map<Path, CiFile.Kind> files) throws IOException {
        boolean workflows = top.toAbsolutePath().normalize().endsWith(Path.of(".github", "workflows"));
        Files.walkFileTree(top, Set.of(), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
                Path name = folder.getFileName();
                boolean skip = !folder.equals(top) && name != null && PASSED_OVER.contains(name.toString());
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                String name = String.valueOf(file.getFileName());
                Path folder = Optional.ofNullable(file.getParent()).orElse(top);
                boolean yaml = name.endsWith(".yml") || name.endsWith(".yaml");
                if (name.equals("action.yml") || name.equals("action.yaml")) {
                    files.put(file, CiFile.Kind.ACTION);
                } else if (name.matches("\\.gitlab-ci\\.ya?ml")
                        || yaml && (folder.endsWith(".gitlab/ci") || folder.endsWith(".gitlab-ci"))) {
                    files.put(file, CiFile.Kind.GITLAB);
                } else if (yaml
                        && (folder.endsWith(Path.of(".github", "workflows")) || workflows && folder.equals(top))) {
                    files.put(file, CiFile.Kind.WORKFLOW);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        if (files.isEmpty()) {
            loose(top, files);
        }
    }

    /** A folder that holds workflows and nothing of a project around them. */
    private static void loose(Path top, Map<Path, CiFile.Kind> files) throws IOException {
        try (var all = Files.list(top)) {
            for (Path file : all.toList()) {
                String name = String.valueOf(file.getFileName());
                if (Files.isRegularFile(file) && (name.endsWith(".yml") || name.endsWith(".yaml"))) {
                    files.put(file, kind(file));
                }
            }
        }
    }

    /** By its name, else by what it holds. */
    private static CiFile.Kind kind(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.matches("action\\.ya?ml")) {
            return CiFile.Kind.ACTION;
        }
        Path parent = file.toAbsolutePath().normalize().getParent();
        boolean workflow = parent != null && parent.endsWith(Path.of(".github", "workflows"));
        if (name.contains("gitlab-ci") || workflow) {
            return workflow ? CiFile.Kind.WORKFLOW : CiFile.Kind.GITLAB;
        }
        if (Files.size(file) > LARGEST) {
            return CiFile.Kind.WORKFLOW;
        }
        try {
            List<Yaml> documents = YamlReader.read(text(file), true);
            Optional<Yaml.Fields> root =
                    documents.isEmpty() ? Optional.empty() : documents.getLast().asFields();
            if (root.isPresent()
                    && root.get().get("runs").isPresent()
                    && root.get().get("jobs").isEmpty()) {
                return CiFile.Kind.ACTION;
            }
            boolean gitlab = root.isPresent()
                    && root.get().get("on").isEmpty()
                    && root.get().get("jobs").isEmpty()
                    && root.get().entries().values().stream()
                            .anyMatch(e -> e.value()
                                    .asFields()
                                    .filter(f -> f.get("script").isPresent())
                                    .isPresent());
            return gitlab ? CiFile.Kind.GITLAB : CiFile.Kind.WORKFLOW;
        } catch (YamlReader.Fault e) {
            return CiFile.Kind.WORKFLOW;
        }
    }

    private static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return java.nio.charset.StandardCharsets.UTF_8
                .newDecoder()
                .decode(java.nio.ByteBuffer.wrap(bytes))
                .toString();
    }

    private CiReport lint(Map<Path, CiFile.Kind> files) {
        List<String> read = new ArrayList<>();
        Set<CiFinding> findings = new LinkedHashSet<>();
        Set<CiFinding> ignored = new LinkedHashSet<>();
        List<CiReport.Unreadable> unreadable = new ArrayList<>();
        files.forEach((path, kind) -> {
            String shown = shown(path);
            try {
                if (Files.size(path) > LARGEST) {
                    throw new YamlReader.Fault("it is larger than " + LARGEST + " bytes", 0);
                }
                CiFile file = CiReader.read(kind, shown, text(path));
                read.add(shown);
                CiIgnores ignores = new CiIgnores(file);
                for (CiRule rule : CiRule.all()) {
                    rule.check(file, around, (severity, line, message, help) -> {
                        CiFinding f = new CiFinding(rule.id(), severity, shown, Math.max(1, line), message, help);
                        (ignores.covers(rule.id(), f.line()) ? ignored : findings).add(f);
                    });
                }
            } catch (YamlReader.Fault e) {
                unreadable.add(new CiReport.Unreadable(shown, e.line(), String.valueOf(e.getMessage())));
            } catch (CharacterCodingException e) {
                unreadable.add(new CiReport.Unreadable(shown, 0, "it is not in UTF-8"));
            } catch (NoSuchFileException e) {
                unreadable.add(new CiReport.Unreadable(shown, 0, "it is a link to what is not there"));
            } catch (IOException e) {
                unreadable.add(new CiReport.Unreadable(shown, 0, String.valueOf(e.getMessage())));
            }
        });
        List<CiFinding> sorted = findings.stream()
                .sorted(Comparator.comparing(CiFinding::file)
                        .thenComparingInt(CiFinding::line)
                        .thenComparing(CiFinding::rule))
                .toList();
        return new CiReport(version, read, sorted, ignored.size(), unreadable);
    }

    private String shown(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path here = Path.of("").toAbsolutePath();
        Path top = root.toAbsolutePath().normalize();
        Path base = absolute.startsWith(here) ? here : top;
        return (absolute.startsWith(base) ? base.relativize(absolute) : absolute)
                .toString()
                .replace('\\', '/');
    }

    private Optional<String> projectText(String path) {
        try {
            Path top = root.toAbsolutePath().normalize();
            Path file = top.resolve(path).normalize();
            boolean readable = file.startsWith(top) && Files.isRegularFile(file) && Files.size(file) <= LARGEST;
            return readable ? Optional.of(text(file)) : Optional.empty();
        } catch (IOException | java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
    }
}
