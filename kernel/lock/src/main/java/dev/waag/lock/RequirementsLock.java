package dev.waag.lock;

import dev.waag.lock.LineOptions.Option;
import dev.waag.lock.RequirementTexts.Asked;
import dev.waag.python.ProjectName;
import dev.waag.python.Specifier;
import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a requirements file as a lock: what is pinned, and from the comments of pip-compile and uv what is needed by whom. */
final class RequirementsLock {
    private final LockDraft lock;
    private final LockLimits limits;
    private int edges;
    private final Map<ProjectName, List<PinDraft>> byName = new HashMap<>();
    private final List<PinDraft> constraints = new ArrayList<>();
    private final Map<PinDraft, List<String>> parents = new LinkedHashMap<>();

    private RequirementsLock(LockDraft lock, LockLimits limits) {
        this.lock = lock;
        this.limits = limits;
    }

    static LockFile read(String file, byte[] content, LockContext context) throws LockException {
        LockDraft draft = new LockDraft(LockKind.REQUIREMENTS, file);
        RequirementsLock reader = new RequirementsLock(draft, context.limits());
        for (RequirementLine line : RequirementsFiles.read(content, context, draft)) {
            reader.add(line);
        }
        reader.applyConstraints();
        reader.applyParents();
        return draft.finish(context.limits());
    }

    private void add(RequirementLine line) throws LockException {
        Asked asked = RequirementTexts.parse(line);
        if (asked.name().isEmpty()) {
            lock.unnamed.add(new Unnamed(line.raw(), asked.source(), line.place()));
            return;
        }
        PinDraft pin = new PinDraft(asked.name().get(), line.place());
        pin.requirement = Urls.withoutCredentials(line.text());
        pin.version = version(line, asked);
        pin.marker = asked.marker();
        pin.source = asked.source();
        pin.extras.addAll(asked.extras());
        hashes(line, pin);
        if (line.constraint()) {
            constraints.add(pin);
            return;
        }
        List<PinDraft> same = byName.computeIfAbsent(pin.name, n -> new ArrayList<>(1));
        for (PinDraft other : same) {
            if (other.version.equals(pin.version)
                    && other.marker.equals(pin.marker)
                    && other.source.equals(pin.source)) {
                other.extras.addAll(pin.extras);
                other.hashes.addAll(pin.hashes);
                return;
            }
        }
        same.add(pin);
        lock.checkPins(pin, same.size(), limits);
        lock.pins.add(pin);
        List<String> via = ViaComments.parents(line.comments());
        if (!via.isEmpty()) {
            parents.put(pin, via);
        }
    }

    private static Optional<String> version(RequirementLine line, Asked asked) throws LockException {
        if (!asked.version().isEmpty()) {
            return Optional.of(asked.version());
        }
        if (asked.requirement().isPresent()) {
            for (Specifier specifier : asked.requirement().get().specifiers().members()) {
                if (specifier.isExact()) {
                    // PEP 440, "Arbitrary equality": for versions that are none
                    if (!specifier.isArbitrary()
                            && Version.parse(specifier.version()).isEmpty()) {
                        throw new LockException(
                                line.place().file(),
                                line.place().line(),
                                1,
                                "not a version: " + LockException.quote(specifier.version()));
                    }
                    return Optional.of(specifier.version());
                }
            }
        }
        return Optional.empty();
    }

    /** Those of {@code --hash}, and one that a URL carries in its fragment. */
    private static void hashes(RequirementLine line, PinDraft pin) throws LockException {
        for (LineOptions.Given given : line.options().given()) {
            if (given.option() == Option.HASH) {
                String text = given.value();
                if (!PinDraft.isHash(text)) {
                    throw new LockException(
                            line.place().file(),
                            line.place().line(),
                            1,
                            "--hash needs as many hexadecimal digits as the algorithm has, found "
                                    + LockException.quote(text));
                }
                pin.hashes.add(PinDraft.lower(text));
            }
        }
        for (String algorithm : List.of("sha256", "sha384", "sha512")) {
            String digest = Urls.fragment(line.text(), algorithm);
            int end = digest.indexOf(' ');
            String hash = algorithm + ":" + (end < 0 ? digest : digest.substring(0, end));
            if (PinDraft.isHash(hash)) {
                pin.hashes.add(PinDraft.lower(hash));
            }
        }
    }

    /** A constraint pins what a requirement leaves open. */
    private void applyConstraints() {
        for (PinDraft constraint : constraints) {
            for (PinDraft pin : byName.getOrDefault(constraint.name, List.of())) {
                if (pin.version.isEmpty()
                        && pin.source.equals(PinSource.DEFAULT_INDEX)
                        && constraint.marker.isEmpty()) {
                    pin.version = constraint.version;
                    pin.source = constraint.source;
                }
                if (pin.version.equals(constraint.version)) {
                    pin.hashes.addAll(constraint.hashes);
                }
            }
            lock.constraints.add(constraint);
        }
    }

    /** Each parent that is pinned here depends on the pin; one that is not is the project itself, or a file of its requirements. */
    private void applyParents() {
        if (parents.isEmpty()) {
            return;
        }
        Set<ProjectName> direct = new HashSet<>();
        for (PinDraft pin : lock.pins) {
            List<String> via = parents.get(pin);
            boolean isDirect = via == null;
            for (String parent : via == null ? List.<String>of() : via) {
                Optional<ProjectName> name = ProjectName.parse(parent);
                List<PinDraft> pinned = name.isPresent() ? byName.getOrDefault(name.get(), List.of()) : List.of();
                for (PinDraft by : pinned) {
                    // A comment only explains, so beyond any sane number it is left.
                    if (edges++ < limits.values()) {
                        by.dependencies.add(PinDependency.on(pin.name));
                    }
                }
                isDirect |= pinned.isEmpty() && !parent.startsWith("-c");
            }
            if (isDirect) {
                direct.add(pin.name);
            }
            if (via != null) {
                lock.requestedBy.put(pin.place, via);
            }
        }
        lock.direct = Optional.of(direct);
    }
}
