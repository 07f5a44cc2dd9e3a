package dev.waag.index;

import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one version of a project. Spellings that PEP 440 holds equal are one release, called by the first of them.
 *
 * @param version as the file names tell it; not empty
 * @param files as our page shows them, in its order: a refused one is yanked
 */
record Release(String version, Optional<Version> parsed, List<SimpleFile> files) {
    /** What PEP 440 does not know comes first. */
    private static final Comparator<Release> ORDER =
            Comparator.comparing(Release::parsed, Release::compare).thenComparing(Release::version);

    Release {
        files = List.copyOf(files);
    }

    Release(String version, List<SimpleFile> files) {
        this(version, Version.parse(version), files);
    }

    /** The page's releases, oldest version first; files whose names tell no version are in none. */
    static List<Release> of(SimplePage page, ProjectName project) {
        Map<Object, List<SimpleFile>> files = new LinkedHashMap<>();
        Map<Object, String> spellings = new LinkedHashMap<>();
        for (SimpleFile file : page.files()) {
            String text = DistributionName.parse(file.filename(), project).version();
            if (!text.isEmpty()) {
                Object key = Version.parse(text).<Object>map(v -> v).orElse(text);
                spellings.putIfAbsent(key, text);
                files.computeIfAbsent(key, k -> new ArrayList<>()).add(file);
            }
        }
        List<Release> releases = new ArrayList<>();
        spellings.forEach((key, text) -> releases.add(new Release(text, files.getOrDefault(key, List.of()))));
        releases.sort(ORDER);
        return releases;
    }

    private static int compare(Optional<Version> a, Optional<Version> b) {
        return a.isPresent() && b.isPresent()
                ? a.get().compareTo(b.get())
                : Boolean.compare(a.isPresent(), b.isPresent());
    }

    /** Whether that text means this release. */
    boolean is(String text) {
        Optional<Version> asked = Version.parse(text);
        return asked.isPresent() ? asked.equals(parsed) : text.equals(version);
    }

    /** Whether every file of it is yanked, by its index or by a refusal. */
    boolean yanked() {
        return files.stream().allMatch(f -> f.yanked().isPresent());
    }

    /** The release that tools take for the current one: the newest that may be installed, final before pre-release; else the newest. */
    static Optional<Release> current(List<Release> releases) {
        return releases.stream()
                .max(Comparator.comparing((Release r) -> !r.yanked())
                        .thenComparing(
                                r -> r.parsed().isPresent() && !r.parsed().get().isPrerelease())
                        .thenComparing(ORDER));
    }
}
