package dev.waag.doctor;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the client settings that go round the gate: in the environment, in the configuration files of the system and the
 * user, and in the files of a project. Which of several settings a client would obey does not matter: each is a finding
 * where it stands. It reads; it starts nothing and asks no server.
 */
public final class Doctor {
    private final Places places;
    private final Judge judge;
    private final TextFiles files;
    private final RequirementsFiles requirements;

    private Doctor(Places places, Judge judge) {
        this.places = places;
        this.judge = judge;
        this.files = new TextFiles(judge);
        this.requirements = new RequirementsFiles(files, places, judge);
    }

    /**
     * Looks everything through. What cannot be read is listed in the report and never passed over in silence.
     *
     * @throws UserException (usage) where the path does not exist or the gate's address is none
     * @throws IOException where the folder itself cannot be walked
     */
    public static DoctorReport examine(DoctorRequest request) throws IOException {
        return examine(request, Path.of("/"));
    }

    /**
     * The same for the project's own files only: neither the environment nor the configuration of this machine. A single file that
     * holds no client settings has no findings.
     */
    public static DoctorReport examineProject(DoctorRequest request) throws IOException {
        Path path = request.path().toAbsolutePath().normalize();
        boolean folder = Files.isDirectory(path);
        Path parent = path.getParent();
        Path base = folder || parent == null ? path : parent;
        Judge judge = new Judge(request.gate().map(GateUrl::of), request.environment());
        Doctor doctor = new Doctor(new Places(base, request.environment(), request.home(), Path.of("/")), judge);
        if (folder) {
            for (ProjectWalk.Found found : ProjectWalk.walk(doctor.places, judge)) {
                doctor.project(found);
            }
        } else {
            ProjectWalk.Kind.of(doctor.places.name(path))
                    .ifPresent(kind -> doctor.project(new ProjectWalk.Found(path, kind)));
        }
        return judge.report();
    }

    /** With another root for the system's own configuration. */
    static DoctorReport examine(DoctorRequest request, Path systemRoot) throws IOException {
        Path path = request.path().toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new UserException(
                    Exit.USAGE,
                    "There is nothing to examine at "
                            + Shown.plain(request.path().toString()),
                    "the path does not exist",
                    "pass the folder of a project, or one of its files");
        }
        boolean folder = Files.isDirectory(path);
        Path parent = path.getParent();
        Path base = folder || parent == null ? path : parent;
        Judge judge = new Judge(request.gate().map(GateUrl::of), request.environment());
        Doctor doctor = new Doctor(new Places(base, request.environment(), request.home(), systemRoot), judge);
        doctor.environment(request.environment());
        doctor.machine();
        if (folder) {
            for (ProjectWalk.Found found : ProjectWalk.walk(doctor.places, judge)) {
                doctor.project(found);
            }
        } else {
            ProjectWalk.Kind kind = ProjectWalk.Kind.of(doctor.places.name(path))
                    .orElseThrow(() -> new UserException(
                            Exit.USAGE,
                            Shown.plain(request.path().toString()) + " is not a file that holds client settings",
                            "its name is none that pip, uv, Poetry, PDM, Pipenv or their scripts use",
                            "pass the folder of the project"));
            doctor.project(new ProjectWalk.Found(path, kind));
        }
        Defaults.examine(judge, doctor.requirements);
        return judge.report();
    }

    private void environment(Map<String, String> environment) {
        Source source = new Source(Source.ENVIRONMENT, Source.Reach.MACHINE);
        new TreeMap<>(environment).forEach((name, value) -> {
            if (Names.isJudged(name)) {
                judge.looked(name + " (environment)");
                Names.judge(name, value, source.at(0, name, Source.Style.VARIABLE), judge);
            }
        });
    }

    private void machine() {
        for (Path file : places.pip()) {
            read(file).ifPresent(t -> PipConfig.examine(t, machine(file), judge));
        }
        for (Path file : places.uv()) {
            read(file)
                    .flatMap(t -> toml(t, file))
                    .ifPresent(root -> new UvSettings(root, machine(file), false, judge).examine());
        }
        for (Path file : places.poetry()) {
            read(file)
                    .flatMap(t -> toml(t, file))
                    .ifPresent(root -> new PoetryConfig(root, machine(file), judge).examine());
        }
        for (Path file : places.pdm()) {
            read(file)
                    .flatMap(t -> toml(t, file))
                    .ifPresent(root -> new PdmSettings(root, machine(file), judge).examineConfig());
        }
        Path setuptools = places.home().resolve(".pydistutils.cfg");
        read(setuptools).ifPresent(t -> SetupFiles.config(t, machine(setuptools), judge));
    }

    private void project(ProjectWalk.Found found) {
        if (found.kind() == ProjectWalk.Kind.REQUIREMENTS) {
            requirements.examine(found.file());
            return;
        }
        String place = places.name(found.file());
        files.read(found.file(), place).ifPresent(text -> project(text, found, place));
    }

    private void project(String text, ProjectWalk.Found found, String place) {
        Source file = new Source(place, Source.Reach.FILE);
        Source project = new Source(place, Source.Reach.PROJECT);
        switch (found.kind()) {
            // A pip.conf has one purpose, wherever it is copied to.
            case PIP_CONFIG -> PipConfig.examine(text, machine(found.file()), judge);
            case SETUP_CFG -> SetupFiles.config(text, file, judge);
            case SETUP_PY -> SetupFiles.script(text, file, judge);
            case TOX -> Tox.examine(text, file, judge);
            case NOXFILE -> new CommandLines(file, judge).python(text);
            case SCRIPT -> new CommandLines(file, judge).script(text);
            case CONDA -> CondaEnvironment.examine(text, file, judge);
            case REQUIREMENTS -> {}
            case PDM_CONFIG, POETRY_CONFIG, UV_CONFIG, PYPROJECT, PIPFILE ->
                toml(text, found.file()).ifPresent(root -> tables(root, found.kind(), project));
        }
    }

    private void tables(TomlNode root, ProjectWalk.Kind kind, Source source) {
        switch (kind) {
            case PDM_CONFIG -> new PdmSettings(root, source, judge).examineConfig();
            case POETRY_CONFIG -> new PoetryConfig(root, source, judge).examine();
            case UV_CONFIG -> new UvSettings(root, source, false, judge).examine();
            case PIPFILE -> new PipfileSettings(root, source, judge).examine();
            default -> {
                new ProjectTable(root, source, judge).examine();
                root.at("tool", "uv").ifPresent(t -> new UvSettings(t, source, true, judge).examine());
                root.at("tool", "poetry").ifPresent(t -> new PoetrySettings(t, source, judge).examine());
                root.at("tool", "pdm").ifPresent(t -> new PdmSettings(t, source, judge).examineProject());
            }
        }
    }

    private Source machine(Path file) {
        return new Source(places.name(file), Source.Reach.MACHINE);
    }

    private Optional<TomlNode> toml(String text, Path file) {
        return TomlNode.parse(text, places.name(file), judge);
    }

    /** A configuration file that need not be there, unless the environment names it. */
    private Optional<String> read(Path file) {
        boolean expected = Files.exists(file) || Files.isSymbolicLink(file) || places.isNamed(file);
        return expected ? files.read(file, places.name(file)) : Optional.empty();
    }
}
