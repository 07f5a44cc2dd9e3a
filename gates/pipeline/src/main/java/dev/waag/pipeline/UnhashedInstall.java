package dev.waag.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An installation of whatever the index hands out, without hashes to compare it with. */
final class UnhashedInstall implements CiRule {
    private static final Pattern PIP = Pattern.compile("pip[\\d.]*");
    private static final Pattern DISTRIBUTION = Pattern.compile("(?i).*\\.(whl|zip|tar\\.gz|tgz|tar\\.bz2)(\\[.*])?");
    private static final Pattern COMMIT = Pattern.compile("(?s).*(git|hg)\\+[^@]+(@[^@/]+)*@[0-9a-f]{40}\\b.*");
    private static final Set<String> VALUED = Set.of(
            "-r",
            "--requirement",
            "-c",
            "--constraint",
            "-e",
            "--editable",
            "-i",
            "--index-url",
            "--extra-index-url",
            "-f",
            "--find-links",
            "-t",
            "--target",
            "-d",
            "--dest",
            "--prefix",
            "--root",
            "--python",
            "-p",
            "--platform",
            "--python-version",
            "--implementation",
            "--abi",
            "--no-binary",
            "--only-binary",
            "--src",
            "--upgrade-strategy",
            "--trusted-host",
            "--cache-dir",
            "--proxy",
            "--cert",
            "--index",
            "--default-index",
            "--group",
            "--extra",
            "--overrides",
            "--override",
            "--build-constraint",
            "--timeout",
            "--retries",
            "-w",
            "--wheel-dir",
            "--log",
            "--progress-bar",
            "--config-settings",
            "-C",
            "--report",
            "--exists-action",
            "--torch-backend",
            "--directory",
            "--project",
            "--package",
            "--with",
            "--link-mode",
            "--resolution",
            "--index-strategy",
            "--keyring-provider",
            "-P");

    @Override
    public String id() {
        return "unhashed-install";
    }

    @Override
    public String severity() {
        return "medium";
    }

    @Override
    public String protectsFrom() {
        return "a release that appeared, or was replaced, after the project was last tested";
    }

    @Override
    public String help() {
        return "install from a lock with hashes: `pip install --require-hashes -r requirements.txt`, `uv sync --locked`, `poetry install`";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        for (CiFile.Job job : file.jobs()) {
            for (CiFile.Step step : job.steps()) {
                step.commands((c, line) -> {
                    Optional<String> why = why(file, job, step, c, around.project());
                    why.ifPresent(w -> to.find(severity(), line, "`" + shown(c) + "` " + w, help()));
                });
            }
        }
    }

    private static String shown(Shell.Command c) {
        String all = dev.waag.core.Secrets.mask(String.join(" ", c.words())).replaceAll("\\s+", " ");
        return all.length() > 100 ? all.substring(0, 97) + "..." : all;
    }

    private Optional<String> why(CiFile file, CiFile.Job job, CiFile.Step step, Shell.Command c, Project project) {
        List<String> a = c.arguments();
        String program = c.program();
        String verb = verb(a);
        if (PIP.matcher(program).matches()) {
            boolean set = isSet(file, job, step, c, "PIP_REQUIRE_HASHES");
            return Set.of("install", "download", "wheel").contains(verb)
                    ? pip(a, verb, set, project, step)
                    : Optional.empty();
        }
        return switch (program) {
            case "uv" -> uv(file, job, step, c, verb, project);
            case "uvx" ->
                a.stream().anyMatch(w -> !w.startsWith("-"))
                        ? Optional.of("runs a program that no lock pins")
                        : Optional.empty();
            case "pipx" ->
                Set.of("install", "run", "inject", "upgrade").contains(verb) && !a.contains("--help")
                        ? Optional.of("installs a program that no lock pins")
                        : Optional.empty();
            case "poetry" ->
                Set.of("add", "update").contains(verb)
                        ? Optional.of("changes the lock while it installs")
                        : poetry(a, verb);
            case "pdm" ->
                Set.of("add", "update").contains(verb)
                                || verb.equals("install") && a.contains("--no-lock") && !a.contains("--frozen-lockfile")
                        ? Optional.of("changes or passes by the lock while it installs")
                        : Optional.empty();
            case "pipenv" -> pipenv(a, verb);
            case "easy_install" -> Optional.of("installs without any hash");
            case "python", "python3", "setup.py" ->
                a.stream().anyMatch(w -> w.endsWith("setup.py")) && (a.contains("install") || a.contains("develop"))
                        ? Optional.of("installs requirements without any hash")
                        : Optional.empty();
            case "gem" ->
                Set.of("install", "i").contains(verb) && named(a)
                        ? Optional.of("installs what no lock pins")
                        : Optional.empty();
            case "bundle" ->
                verb.equals("add") && named(a) ? Optional.of("changes the lock while it installs") : Optional.empty();
            case "npm" ->
                verb.matches("i|in|ins|inst|insta|instal|install|isnt|isnta|isntal|isntall|add") && named(a)
                        ? Optional.of("installs what no lock pins")
                        : Optional.empty();
            case "yarn", "pnpm" -> nodes(a) ? Optional.of("installs what no lock pins") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> poetry(List<String> a, String verb) {
        boolean plugin = verb.equals("self") && a.contains("add");
        return plugin ? Optional.of("installs a plugin that no lock pins") : Optional.empty();
    }

    private static Optional<String> pipenv(List<String> a, String verb) {
        boolean locked = a.contains("--deploy") || a.contains("--ignore-pipfile");
        return verb.equals("install") && !locked || Set.of("update", "upgrade").contains(verb)
                ? Optional.of("may change the lock while it installs")
                : Optional.empty();
    }

    private Optional<String> uv(
            CiFile file, CiFile.Job job, CiFile.Step step, Shell.Command c, String verb, Project project) {
        List<String> a = c.arguments();
        boolean locked = a.contains("--locked")
                || a.contains("--frozen")
                || isSet(file, job, step, c, "UV_LOCKED")
                || isSet(file, job, step, c, "UV_FROZEN");
        return switch (verb) {
            case "pip" -> {
                List<String> rest = a.subList(a.indexOf("pip") + 1, a.size());
                String what = verb(rest);
                boolean set = isSet(file, job, step, c, "UV_REQUIRE_HASHES");
                yield Set.of("install", "sync").contains(what) ? pip(rest, what, set, project, step) : Optional.empty();
            }
            case "sync" -> locked ? Optional.empty() : Optional.of("changes the lock where it is out of date");
            case "add" -> Optional.of("changes the lock while it installs");
            case "tool" ->
                a.contains("install") || a.contains("run") || a.contains("upgrade")
                        ? Optional.of("installs a program that no lock pins")
                        : Optional.empty();
            case "run" ->
                a.stream().anyMatch(w -> w.equals("--with") || w.startsWith("--with="))
                        ? Optional.of("installs what no lock pins")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** pip's and uv's own {@code install}: what it names, and whether hashes are asked for. */
    private static Optional<String> pip(List<String> a, String verb, boolean set, Project project, CiFile.Step step) {
        if (set
                || a.contains("--require-hashes")
                || a.contains("--no-index")
                || a.contains("--help")
                || a.contains("--version")) {
            return Optional.empty();
        }
        List<String> files = new java.util.ArrayList<>();
        List<String> names = new java.util.ArrayList<>();
        boolean past = false;
        for (int i = 0; i < a.size(); i++) {
            String w = a.get(i);
            if (!past) {
                past = w.equals(verb);
            } else if (w.equals("-r") || w.equals("--requirement") || w.equals("--requirements")) {
                files.add(i + 1 < a.size() ? a.get(++i) : "");
            } else if (w.startsWith("-r") && !w.startsWith("--")) {
                files.add(w.substring(2));
            } else if (w.startsWith("--requirement=")) {
                files.add(w.substring("--requirement=".length()));
            } else if (w.equals("-e") || w.equals("--editable")) {
                names.add(i + 1 < a.size() ? a.get(++i) : "");
            } else if (VALUED.contains(w)) {
                i++;
            } else if (!w.startsWith("-")) {
                if (verb.equals("sync")) {
                    files.add(w);
                } else {
                    names.add(w);
                }
            }
        }
        boolean alone = a.contains("--no-deps") || a.contains("--no-dependencies");
        boolean local =
                names.stream().allMatch(n -> isLocal(n) || COMMIT.matcher(n).matches());
        if (!names.isEmpty() && !(local && alone)) {
            return Optional.of(
                    local ? "installs the project's requirements without hashes" : "installs without hashes");
        }
        return files.stream().allMatch(f -> hashed(f, project, step))
                ? Optional.empty()
                : Optional.of("installs without asking for hashes");
    }

    /** A file of the project in which every requirement has its hash: pip then asks for them by itself. */
    private static boolean hashed(String file, Project project, CiFile.Step step) {
        String folder = step.fields().string("working-directory");
        String path = folder.isEmpty() || folder.equals(".") ? file : folder + "/" + file;
        return project.text(path.replaceFirst("^\\./", ""))
                .filter(UnhashedInstall::hashed)
                .isPresent();
    }

    static boolean hashed(String requirements) {
        String joined = requirements.replaceAll("\\\\\\r?\\n", " ");
        boolean any = false;
        for (String line : joined.split("\\R")) {
            String l = line.strip();
            if (!l.isEmpty() && !l.startsWith("#") && !l.startsWith("-")) {
                any = true;
                if (!l.contains("--hash=")) {
                    return false;
                }
            }
        }
        return any;
    }

    private static boolean isLocal(String name) {
        boolean distribution = DISTRIBUTION.matcher(name).matches() && !name.contains("://");
        return distribution
                || name.startsWith(".")
                || name.startsWith("/")
                || name.startsWith("$") && name.contains("/")
                || name.startsWith("file:");
    }

    private static boolean isSet(CiFile file, CiFile.Job job, CiFile.Step step, Shell.Command c, String name) {
        return c.assigned().stream().anyMatch(v -> v.matches("(?i)" + name + "=(1|true|yes|on)"))
                || file.variable(job, step, name)
                        .filter(v -> v.text().matches("(?i)1|true|yes|on"))
                        .isPresent();
    }

    /** The first word that is no option and no option's value. */
    private static String verb(List<String> a) {
        for (int i = 0; i < a.size(); i++) {
            String w = a.get(i);
            if (!w.startsWith("-")) {
                return w;
            }
            if (VALUED.contains(w)) {
                i++;
            }
        }
        return "";
    }

    /** Whether something is named behind the verb. */
    private static boolean named(List<String> a) {
        int verb = a.indexOf(verb(a));
        return a.subList(verb + 1, a.size()).stream().anyMatch(w -> !w.startsWith("-"));
    }

    private static boolean nodes(List<String> a) {
        Set<String> valued =
                Set.of("-C", "--dir", "-F", "--filter", "--filter-prod", "--cwd", "--mutex", "--cache-folder");
        boolean workspace = false;
        for (int i = 0; i < a.size(); i++) {
            String w = a.get(i);
            if (valued.contains(w)) {
                i++;
            } else if (w.equals("add")) {
                return a.subList(i + 1, a.size()).stream().anyMatch(x -> !x.startsWith("-"));
            } else if (w.equals("workspace") && !workspace) {
                workspace = true;
                i++;
            } else if (!w.startsWith("-")
                    && !Set.of("global", "recursive", "multi", "m").contains(w)) {
                return false;
            }
        }
        return false;
    }
}
