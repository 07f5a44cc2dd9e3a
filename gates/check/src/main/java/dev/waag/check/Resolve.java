package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.lock.LockContext;
import dev.waag.lock.LockException;
import dev.waag.lock.LockFile;
import dev.waag.lock.LockKind;
import dev.waag.lock.Locks;
import dev.waag.lock.Pin;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Locks a copy of a project again with its own tool, from what is locked already as that tool does, and tells what comes out otherwise. In
 * a lock in sync nothing does.
 */
final class Resolve {
    private static final Pattern UV_REGISTRY = Pattern.compile("registry = \"(https?://[^\"]*)\"");

    /**
     * One difference.
     *
     * @param line of the pin in the lock, or 1 where the lock does not have it
     */
    record Difference(String project, String version, int line, String sentence) {}

    private final Map<String, String> environment;
    private final URI index;
    private final LockContext context;
    private final Consumer<String> told;

    Resolve(Map<String, String> environment, URI index, LockContext context, Consumer<String> told) {
        this.environment = environment;
        this.index = index;
        this.context = context;
        this.told = told;
    }

    /** Empty where no tool is known that makes the lock from a manifest beside it. */
    Optional<List<Difference>> differences(LockFile lock) {
        Optional<LockJob> job = LockJobs.ofLock(Path.of(lock.file()), environment);
        if (job.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> apart = new LinkedHashMap<>(environment);
        apart.put("PIPENV_VENV_IN_PROJECT", "1");
        apart.put("POETRY_VIRTUALENVS_IN_PROJECT", "true");
        try (ProjectCopy copy = ProjectCopy.of(job.get().folder(), List.of(lock))) {
            LockJob there = job.get().in(copy.folder());
            if (lock.kind() == LockKind.UV) {
                sameIndex(there);
            }
            new Tools(apart, Optional.of(index)).run(there.tool(), there.folder(), there.argv(), told);
            LockFile fresh = Locks.read(lock.kind(), lock.file(), Inputs.read(there.lock()), context);
            return Optional.of(compare(lock, fresh));
        } catch (LockException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the lock that " + job.get().tool().program() + " made cannot be read: " + e.getMessage(),
                    "a format that is not known yet",
                    "leave out --resolve");
        }
    }

    /** uv takes no version over from another index than the one that it asks, so the copy is told that they came from this one. */
    private void sameIndex(LockJob there) {
        String manifest = Files.isRegularFile(there.folder().resolve("pyproject.toml"))
                ? new String(Inputs.read(there.folder().resolve("pyproject.toml")), StandardCharsets.UTF_8)
                : "";
        String url = Secrets.mask(index.toString()).replace(Secrets.MASK + "@", "");
        Matcher registry = UV_REGISTRY.matcher(new String(Inputs.read(there.lock()), StandardCharsets.UTF_8));
        String text = registry.replaceAll(m ->
                Matcher.quoteReplacement(manifest.contains(m.group(1)) ? m.group() : "registry = \"" + url + "\""));
        try {
            Files.writeString(there.lock(), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE, there.lock() + " cannot be written: " + e, "a full disk", "make room in TMPDIR");
        }
    }

    /** By name, version and hashes; hashes that only the fresh lock has are of files that came later. */
    static List<Difference> compare(LockFile lock, LockFile fresh) {
        Map<ProjectName, List<Pin>> has = byName(lock);
        Map<ProjectName, List<Pin>> wants = byName(fresh);
        Set<ProjectName> names = new LinkedHashSet<>(has.keySet());
        names.addAll(wants.keySet());
        List<Difference> differences = new ArrayList<>();
        for (ProjectName name : names) {
            List<Pin> old = has.getOrDefault(name, List.of());
            List<Pin> made = wants.getOrDefault(name, List.of());
            if (!equal(old).equals(equal(made))) {
                differences.add(new Difference(
                        name.value(),
                        old.isEmpty() ? "" : old.getFirst().version().orElse(""),
                        old.isEmpty() ? 1 : old.getFirst().place().line(),
                        "the lock " + said(name, old) + ", a fresh lock "
                                + (made.isEmpty() ? "does not" : said(name, made))));
            } else {
                hashes(old, made).ifPresent(differences::add);
            }
        }
        return differences;
    }

    private static Optional<Difference> hashes(List<Pin> old, List<Pin> made) {
        Set<String> known = new LinkedHashSet<>();
        made.forEach(p -> known.addAll(p.hashes()));
        for (Pin pin : old) {
            Optional<String> strange =
                    pin.hashes().stream().filter(h -> !known.contains(h)).findFirst();
            if (strange.isPresent() && !known.isEmpty()) {
                return Optional.of(new Difference(
                        pin.name().value(),
                        pin.version().orElse(""),
                        pin.place().line(),
                        "the lock has a hash of " + pin.name() + " "
                                + pin.version().orElse("") + " that a fresh lock does not have: " + strange.get()));
            }
        }
        return Optional.empty();
    }

    private static String said(ProjectName name, List<Pin> pins) {
        return pins.isEmpty() ? "does not have " + name : "has " + name + " " + String.join(" and ", versions(pins));
    }

    /** Versions to compare: {@code 1.0} is {@code 1}. */
    private static Set<Object> equal(List<Pin> pins) {
        Set<Object> versions = new HashSet<>();
        pins.forEach(p -> p.version()
                .ifPresent(
                        v -> versions.add(Version.parse(v).<Object>map(x -> x).orElse(v))));
        return versions;
    }

    private static Set<String> versions(List<Pin> pins) {
        Set<String> versions = new TreeSet<>();
        pins.forEach(p -> p.version()
                .ifPresent(v ->
                        versions.add(Version.parse(v).map(Version::toString).orElse(v))));
        return versions;
    }

    private static Map<ProjectName, List<Pin>> byName(LockFile lock) {
        Map<ProjectName, List<Pin>> pins = new TreeMap<>();
        lock.pins()
                .forEach(p ->
                        pins.computeIfAbsent(p.name(), n -> new ArrayList<>()).add(p));
        return pins;
    }
}
