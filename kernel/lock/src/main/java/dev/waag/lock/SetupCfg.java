package dev.waag.lock;

import dev.waag.lock.Direct.Scope;
import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads setuptools' {@code setup.cfg}: {@code install_requires}, {@code setup_requires} and {@code [options.extras_require]}, one requirement a line. */
final class SetupCfg {
    private static final String FILE = "file:";

    private final ManifestDraft manifest;
    private final LockContext context;
    /** Each option's lines by section and name, the value after the equals sign first. */
    private final Map<String, Map<String, List<Node>>> sections = new LinkedHashMap<>();

    private SetupCfg(ManifestDraft manifest, LockContext context) {
        this.manifest = manifest;
        this.context = context;
    }

    static Manifest read(String file, String text, LockContext context) throws LockException {
        ManifestDraft manifest = new ManifestDraft(ManifestKind.SETUP_CFG, file);
        SetupCfg reader = new SetupCfg(manifest, context);
        reader.parse(text);
        Map<String, List<Node>> metadata = reader.section("metadata");
        for (Node name : metadata.getOrDefault("name", List.of())) {
            manifest.name = ProjectName.parse(name.text());
        }
        Map<String, List<Node>> options = reader.section("options");
        for (Node python : options.getOrDefault("python_requires", List.of())) {
            manifest.requiresPython = python.text();
        }
        reader.requirements(options.getOrDefault("install_requires", List.of()), Scope.MAIN, "");
        for (Node item : options.getOrDefault("setup_requires", List.of())) {
            manifest.build.add(Direct.of(RequirementTexts.requirement(item), Scope.BUILD, "", item.place()));
        }
        for (Map.Entry<String, List<Node>> extra :
                reader.section("options.extras_require").entrySet()) {
            reader.requirements(extra.getValue(), Scope.EXTRA, ProjectName.normalize(extra.getKey()));
        }
        return manifest.finish();
    }

    private Map<String, List<Node>> section(String name) {
        return sections.getOrDefault(name, Map.of());
    }

    private void requirements(List<Node> lines, Scope scope, String group) throws LockException {
        for (Node line : lines) {
            if (line.text().startsWith(FILE)) {
                files(line, scope, group);
                continue;
            }
            manifest.add(line, scope, group);
        }
    }

    private void files(Node line, Scope scope, String group) throws LockException {
        for (String name : line.text().substring(FILE.length()).split(",")) {
            String path = Paths.join(manifest.file, name.strip());
            Optional<byte[]> content = context.files().find(path);
            if (content.isEmpty()) {
                throw line.wrong("the file " + LockException.quote(path) + " that it names cannot be read");
            }
            RequirementsIn.addAll(manifest, path, content.get(), context, scope, group);
        }
    }

    /** INI as Python's configparser reads it: values go on in indented lines; whole lines that begin with {@code #} or {@code ;} are comments. */
    private void parse(String text) throws LockException {
        Map<String, List<Node>> section = Map.of();
        List<Node> value = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith(";")) {
                continue;
            }
            Node node = new Node(manifest.file, stripped, number, line.indexOf(stripped) + 1);
            if (Character.isWhitespace(line.charAt(0)) && !sections.isEmpty()) {
                value.add(node);
            } else if (stripped.startsWith("[")) {
                if (!stripped.endsWith("]")) {
                    throw node.wrong("a section's name is not closed");
                }
                section = sections.computeIfAbsent(
                        stripped.substring(1, stripped.length() - 1), s -> new LinkedHashMap<>());
                value = new ArrayList<>();
            } else {
                value = option(section, node);
            }
        }
    }

    private List<Node> option(Map<String, List<Node>> section, Node line) throws LockException {
        String text = line.text();
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        int end = equals < 0 || colon >= 0 && colon < equals ? colon : equals;
        if (end <= 0 || sections.isEmpty()) {
            throw line.wrong("expected [section] or name = value");
        }
        List<Node> value = new ArrayList<>();
        String first = text.substring(end + 1).strip();
        if (!first.isEmpty()) {
            value.add(new Node(line.file(), first, line.line(), line.column()));
        }
        String name = text.substring(0, end).strip();
        section.put(name.replace('-', '_').toLowerCase(Locale.ROOT), value);
        return value;
    }
}
