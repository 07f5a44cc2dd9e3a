package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes {@link CiFile}s of YAML; what has not the shape of one is refused, for nothing could be said of it. */
final class CiReader {
    /** Keys of a GitLab pipeline that are no jobs. */
    private static final Set<String> GITLAB_WORDS = Set.of(
            "default",
            "include",
            "stages",
            "variables",
            "workflow",
            "image",
            "services",
            "cache",
            "before_script",
            "after_script",
            "spec",
            "types");

    private CiReader() {}

    static CiFile read(CiFile.Kind kind, String path, String text) throws YamlReader.Fault {
        List<Yaml> documents = YamlReader.read(text, kind == CiFile.Kind.GITLAB);
        if (documents.isEmpty()) {
            throw new YamlReader.Fault("it is empty", 1);
        }
        if (documents.size() > 1 && kind != CiFile.Kind.GITLAB) {
            throw new YamlReader.Fault(
                    "it holds more than one document", documents.get(1).line());
        }
        // GitLab's first document may be a header (spec); the last one is the pipeline.
        Yaml.Fields root = documents
                .getLast()
                .asFields()
                .orElseThrow(() -> new YamlReader.Fault(
                        "it is no mapping", documents.getLast().line()));
        List<String> lines = text.lines().toList();
        List<CiFile.Job> jobs = switch (kind) {
            case WORKFLOW -> workflow(root);
            case ACTION -> action(root);
            case GITLAB -> gitlab(root);
        };
        Yaml.Fields header = documents.getFirst().asFields().orElse(root);
        return new CiFile(kind, path, header, root, lines, jobs);
    }

    private static List<CiFile.Job> workflow(Yaml.Fields root) throws YamlReader.Fault {
        if (root.get("on").isEmpty()) {
            throw new YamlReader.Fault("it is no workflow: it does not say what it runs 'on'", root.line());
        }
        Yaml.Fields jobs = root.get("jobs")
                .flatMap(Yaml::asFields)
                .orElseThrow(() -> new YamlReader.Fault("it is no workflow: it has no 'jobs'", root.line()));
        List<CiFile.Job> all = new ArrayList<>();
        for (Map.Entry<String, Yaml.Entry> e : jobs.entries().entrySet()) {
            Yaml.Fields job = e.getValue()
                    .value()
                    .asFields()
                    .orElseThrow(() -> new YamlReader.Fault(
                            "the job '" + e.getKey() + "' is no mapping",
                            e.getValue().keyLine()));
            boolean calls = job.get("uses").isPresent();
            if (!calls && job.get("steps").isEmpty()) {
                throw new YamlReader.Fault(
                        "the job '" + e.getKey() + "' has neither 'steps' nor 'uses'",
                        e.getValue().keyLine());
            }
            String shell = shell(job).or(() -> shell(root)).orElse("");
            all.add(new CiFile.Job(e.getKey(), e.getValue().keyLine(), job, steps(job, shell), calls));
        }
        return all;
    }

    private static Optional<String> shell(Yaml.Fields of) {
        return of.fields("defaults").fields("run").text("shell").map(Yaml.Text::text);
    }

    private static List<CiFile.Job> action(Yaml.Fields root) throws YamlReader.Fault {
        Yaml.Fields runs = root.get("runs")
                .flatMap(Yaml::asFields)
                .orElseThrow(() -> new YamlReader.Fault("it is no action: it has no 'runs'", root.line()));
        return List.of(new CiFile.Job("runs", root.lineOf("runs"), runs, steps(runs, ""), false));
    }

    private static List<CiFile.Step> steps(Yaml.Fields job, String usual) throws YamlReader.Fault {
        List<CiFile.Step> all = new ArrayList<>();
        for (Yaml item : job.list("steps")) {
            Yaml.Fields step =
                    item.asFields().orElseThrow(() -> new YamlReader.Fault("a step is no mapping", item.line()));
            if (step.get("parallel").isPresent()) {
                all.addAll(steps(
                        new Yaml.Fields(
                                Map.of(
                                        "steps",
                                        new Yaml.Entry(
                                                step.line(),
                                                step.get("parallel").get())),
                                step.line()),
                        usual));
                continue;
            }
            String shell = step.string("shell");
            all.add(new CiFile.Step(
                    step,
                    step.line(),
                    step.text("uses"),
                    step.text("run").map(List::of).orElse(List.of()),
                    shell.isEmpty() ? usual : shell));
        }
        return all;
    }

    private static List<CiFile.Job> gitlab(Yaml.Fields root) throws YamlReader.Fault {
        List<CiFile.Job> all = new ArrayList<>();
        for (Map.Entry<String, Yaml.Entry> e : root.entries().entrySet()) {
            Optional<Yaml.Fields> job = e.getValue().value().asFields();
            if (job.isPresent() && !GITLAB_WORDS.contains(e.getKey())) {
                Yaml.Fields inherited = inherited(root, job.get(), 0);
                all.add(new CiFile.Job(
                        e.getKey(), e.getValue().keyLine(), inherited, List.of(scripts(inherited)), false));
            }
        }
        Yaml.Fields top = new Yaml.Fields(root.fields("default").entries(), root.line());
        if (!scripts(root).scripts().isEmpty() || !scripts(top).scripts().isEmpty()) {
            all.add(new CiFile.Job("default", root.line(), top, List.of(scripts(root), scripts(top)), false));
        }
        if (all.isEmpty() && root.get("include").isEmpty()) {
            throw new YamlReader.Fault("it is no pipeline: it has neither jobs nor 'include'", root.line());
        }
        return all;
    }

    /** The job with what it {@code extends}, its own keys first. */
    private static Yaml.Fields inherited(Yaml.Fields root, Yaml.Fields job, int depth) {
        java.util.LinkedHashMap<String, Yaml.Entry> entries = new java.util.LinkedHashMap<>(job.entries());
        List<Yaml> bases = job.list("extends");
        for (int i = bases.size() - 1; i >= 0 && depth < 10; i--) {
            String base = bases.get(i).asText().map(Yaml.Text::text).orElse("");
            root.get(base)
                    .flatMap(Yaml::asFields)
                    .ifPresent(f -> inherited(root, f, depth + 1).entries().forEach(entries::putIfAbsent));
        }
        return new Yaml.Fields(entries, job.line());
    }

    private static CiFile.Step scripts(Yaml.Fields job) {
        List<Yaml.Text> scripts = new ArrayList<>();
        for (String key : List.of("before_script", "script", "after_script")) {
            job.get(key).ifPresent(y -> y.texts(scripts::add));
        }
        return new CiFile.Step(new Yaml.Fields(Map.of(), job.line()), job.line(), Optional.empty(), scripts, "");
    }
}
