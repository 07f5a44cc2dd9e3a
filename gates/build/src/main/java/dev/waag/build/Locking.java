package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The lock that a build goes by: the one that is there, held to what the project says, else a new one. */
final class Locking {
    private final BuildRequest request;
    private final Shop shop;
    private final GateIndex index;
    private final PyProject project;
    private final SourceTree source;
    private final Consumer<String> told;

    Locking(
            BuildRequest request,
            Shop shop,
            GateIndex index,
            PyProject project,
            SourceTree source,
            Consumer<String> told) {
        this.request = request;
        this.shop = shop;
        this.index = index;
        this.project = project;
        this.source = source;
        this.told = told;
    }

    /** A lock with the environment that was made of it. */
    record Locked(BuildLock lock, Path environment) {}

    Locked lock() throws IOException {
        Optional<BuildLock> found = request.relock() ? Optional.empty() : BuildLock.find(source.folder());
        if (found.isPresent()) {
            drift(found.get());
            return new Locked(found.get(), shop.environment(found.get().inputs(), index));
        }
        return make();
    }

    private void drift(BuildLock lock) {
        if (!lock.requires().equals(project.requires())) {
            throw drifted(
                    "[build-system] requires " + project.requires() + ", and it was made for " + lock.requires(),
                    "pyproject.toml was changed since");
        }
        if (!lock.python().equals(shop.python().series())) {
            throw drifted(
                    "Python " + shop.python().series() + " builds, and it was made for " + lock.python(),
                    "another interpreter than the one that it was made with");
        }
    }

    private static UserException drifted(String what, String cause) {
        return new UserException(
                Exit.FINDINGS,
                BuildLock.FILE + " has drifted: " + what,
                cause,
                "look at what changed, then lock anew: waag build --relock");
    }

    private Locked make() throws IOException {
        Optional<Instant> at = source.commit().map(c -> Instant.ofEpochSecond(source.epoch()));
        Resolver resolver = new Resolver(shop.python(), index, shop.scratch(), request.environment(), told);
        List<LockedInput> inputs = resolver.resolve(project.requires(), at);
        Path environment = shop.environment(inputs, index);
        Map<String, List<String>> asked = Workshop.asked(project, source, shop.session(), environment);
        List<String> forSdist = asked.getOrDefault(Workshop.FOR_SDIST, List.of());
        List<String> forWheel = asked.getOrDefault(Workshop.FOR_WHEEL, List.of());
        Set<String> all = new LinkedHashSet<>(project.requires());
        boolean more = all.addAll(forSdist);
        more |= all.addAll(forWheel);
        if (more) {
            List<LockedInput> whole = resolver.resolve(new ArrayList<>(all), at);
            if (!Set.copyOf(whole).equals(Set.copyOf(inputs))) {
                inputs = whole;
                environment = shop.environment(inputs, index);
            }
        }
        BuildLock lock = new BuildLock(shop.python().series(), project.requires(), forSdist, forWheel, inputs);
        lock.write(source.folder(), request.relock());
        told.accept(
                "Locked " + inputs.size() + (inputs.size() == 1 ? " build requirement in " : " build requirements in ")
                        + BuildLock.FILE + "; commit it.");
        return new Locked(lock, environment);
    }
}
