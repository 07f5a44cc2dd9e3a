package dev.waag.it;

import dev.waag.core.Json;
import dev.waag.python.Marker;
import dev.waag.python.MarkerEnvironment;
import dev.waag.python.PartialEnvironment;
import dev.waag.python.PreReleases;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifiers;
import dev.waag.python.SupportedTags;
import dev.waag.python.Tag;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The answers of this project to the cases of answers.py, in the same form; null where a text is refused. */
final class StandardsAnswers {
    /** As in answers.py. */
    private static final String[][] TARGETS = {
        {"3.11", "linux_x86_64"},
        {"3.9.2", "manylinux_2_28_x86_64"},
        {"3.14.0rc1", "manylinux2014_aarch64"},
        {"3.7", "manylinux1_i686"},
        {"3.8", "manylinux_2_31_armv7l"},
        {"3.10", "manylinux_3_1_s390x"},
        {"3.10", "linux_armv8l"},
        {"3.12", "linux_sparc64"},
        {"3.12.1", "musllinux_1_2_aarch64"},
        {"3.13", "macosx_14_0_arm64"},
        {"3.10.20", "macosx_12_3_x86_64"},
        {"3.8", "macosx_10_15_x86_64"},
        {"3.6.15", "win32"},
        {"3.14t", "win_amd64"},
        {"3.15", "win_arm64"},
        {"3.13.2t", "musllinux_1_1_x86_64"},
    };

    private static final List<Set<String>> EXTRAS = List.of(Set.of(), Set.of("a"), Set.of("A_b", "x.y"));
    private static final Set<String> GROUPS = Set.of("Dev", "a.b");
    private static final List<PreReleases> PRE = List.of(PreReleases.DEFAULT, PreReleases.ALLOWED, PreReleases.REFUSED);
    private static final List<MarkerEnvironment> ENVIRONMENTS = Stream.of(TARGETS)
            .map(t -> MarkerEnvironment.of(t[0], t[1]).withDependencyGroups(GROUPS))
            .toList();
    private static final List<SupportedTags> SUPPORTED =
            Stream.of(TARGETS).map(t -> SupportedTags.of(t[0], t[1])).toList();

    private StandardsAnswers() {}

    static JsonNode answer(JsonNode c) {
        String text = c.path("text").asString("");
        return Json.MAPPER.valueToTree(
                switch (c.path("kind").asString()) {
                    case "version" -> version(text);
                    case "order" -> Integer.signum(version(c, "a").compareTo(version(c, "b")));
                    case "specifiers" -> read(() -> specifiers(Specifiers.parse(text)));
                    case "contains" -> read(() -> contains(Specifiers.parse(text), strings(c.path("candidates"))));
                    case "requirement" -> read(() -> requirement(Requirement.parse(text)));
                    case "marker" -> read(() -> marker(Marker.parse(text)));
                    case "target" ->
                        target(c.path("python").asString(), c.path("platform").asString());
                    case "tag" ->
                        read(() -> Tag.parse(text).stream()
                                .map(Tag::toString)
                                .sorted()
                                .toList());
                    case "wheel" -> wheel(c.path("filename").asString());
                    default -> throw new IllegalArgumentException(c.toString());
                });
    }

    private static @Nullable Object version(String text) {
        return Version.parse(text)
                .map(v -> Map.of("text", v.toString(), "pre", v.isPrerelease(), "local", v.isLocal()))
                .orElse(null);
    }

    private static Version version(JsonNode c, String side) {
        return Version.parse(c.path(side).asString()).orElseThrow();
    }

    private static Object specifiers(Specifiers s) {
        return Map.of(
                "text",
                s.toString(),
                "pre",
                s.namesPreRelease(),
                "count",
                s.members().size());
    }

    private static Object contains(Specifiers s, List<String> candidates) {
        List<Version> versions =
                candidates.stream().flatMap(t -> Version.parse(t).stream()).toList();
        return Map.of(
                "texts",
                candidates.stream()
                        .map(t -> PRE.stream().map(p -> s.contains(t, p)).toList())
                        .toList(),
                "versions",
                versions.stream()
                        .map(v -> PRE.stream().map(p -> s.contains(v, p)).toList())
                        .toList(),
                "filtered",
                PRE.stream()
                        .map(p -> s.filter(versions, p).stream()
                                .map(Version::toString)
                                .toList())
                        .toList());
    }

    private static Object requirement(Requirement r) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("text", r.toString());
        answer.put("name", r.name().value());
        answer.put("extras", r.extras());
        answer.put("specifiers", r.specifiers().toString());
        answer.put("url", r.url().orElse(null));
        answer.put("marker", r.marker().map(Marker::toString).orElse(null));
        return answer;
    }

    private static Object marker(Marker m) {
        List<List<@Nullable Boolean>> truth = new ArrayList<>();
        for (int i = 0; i < TARGETS.length; i++) {
            List<@Nullable Boolean> row = new ArrayList<>();
            for (Set<String> extras : EXTRAS) {
                row.add(holds(m, i, extras));
            }
            truth.add(row);
        }
        return Map.of("text", m.toString(), "truth", truth);
    }

    /** Null for a comparison without meaning. What is said of the environment partly known must be true of all of it. */
    private static @Nullable Boolean holds(Marker m, int target, Set<String> extras) {
        try {
            boolean holds = m.evaluate(ENVIRONMENTS.get(target), extras);
            for (PartialEnvironment partial : partial(TARGETS[target][0], TARGETS[target][1])) {
                Optional<Boolean> maybe = m.evaluate(partial, extras);
                if (maybe.isPresent() && maybe.get() != holds) {
                    throw new AssertionError(m + " is " + maybe.get() + " of " + partial.variables());
                }
            }
            return holds;
        } catch (RequirementException e) {
            return null;
        }
    }

    private static List<PartialEnvironment> partial(String python, String platform) {
        String minor = String.join(".", Arrays.copyOf(python.replace("t", "").split("\\."), 2));
        // a pre-release is no patch level that stands open
        Optional<String> open = python.contains("rc") ? Optional.empty() : Optional.of(minor);
        return Stream.of(
                        PartialEnvironment.of(open, Optional.empty()),
                        PartialEnvironment.of(Optional.empty(), Optional.of(platform)),
                        PartialEnvironment.of(open, Optional.of(platform)),
                        PartialEnvironment.of(Optional.empty(), Optional.empty()))
                .map(p -> p.withDependencyGroups(GROUPS))
                .toList();
    }

    private static Object target(String python, String platform) {
        return Map.of(
                "variables",
                MarkerEnvironment.of(python, platform).variables(),
                "tags",
                SupportedTags.of(python, platform).tags().stream()
                        .map(Tag::toString)
                        .toList());
    }

    private static @Nullable Object wheel(String filename) {
        return WheelName.parse(filename)
                .map(w -> Map.of(
                        "name",
                        w.project().value(),
                        "ranks",
                        SUPPORTED.stream().map(s -> boxed(s.rank(w))).toList()))
                .orElse(null);
    }

    private static Optional<Integer> boxed(OptionalInt rank) {
        return rank.isPresent() ? Optional.of(rank.getAsInt()) : Optional.empty();
    }

    private static List<String> strings(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private interface Read {
        Object answer() throws RequirementException;
    }

    private static @Nullable Object read(Read read) {
        try {
            return read.answer();
        } catch (RequirementException e) {
            return null;
        }
    }
}
