package dev.waag.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code known-malicious}: somebody looked at the release and found malware. */
final class KnownMalicious implements SeenRule {
    static final String ID = "known-malicious";

    private static final Setting SHA256 = new Setting("sha256", SettingType.DIGESTS, List.of());
    private static final Setting RELEASES = new Setting("releases", SettingType.RELEASES, List.of());

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String severity() {
        return "critical";
    }

    @Override
    public Action action() {
        return Action.DENY;
    }

    @Override
    public String protectsFrom() {
        return "Releases that are known to be malware.";
    }

    @Override
    public List<Setting> settings() {
        return List.of(SHA256, RELEASES);
    }

    /** What the policy file itself lists: a file by its digest, a release by name and version, a project by name. */
    @Override
    public List<Sighting> ofFile(Facts facts, Settings settings) {
        String sha256 = facts.hashes().getOrDefault("sha256", "");
        if (listed(settings, SHA256).contains(sha256)) {
            return List.of(listed(facts, sha256));
        }
        List<?> releases = listed(settings, RELEASES);
        String release = facts.project() + "==" + facts.version();
        if (releases.contains(facts.project())) {
            return List.of(listed(facts, facts.project()));
        }
        boolean named = releases.contains(release)
                || releases.stream().map(String::valueOf).anyMatch(r -> same(r, facts));
        return named ? List.of(listed(facts, release)) : List.of();
    }

    private static boolean same(String release, Facts facts) {
        String start = facts.project() + "==";
        return release.startsWith(start) && Subject.of(facts).isOf(release.substring(start.length()));
    }

    private static List<?> listed(Settings settings, Setting setting) {
        return settings.values().get(setting.key()) instanceof List<?> list ? list : List.of();
    }

    private static Sighting listed(Facts facts, String entry) {
        return new Sighting(
                ID,
                facts.project(),
                facts.version(),
                Optional.ofNullable(facts.hashes().get("sha256")),
                Set.of(),
                "",
                "known malware: the policy lists " + (entry.length() == 64 ? "the file's digest" : entry),
                "Do not install it; where it was installed already, treat that machine as taken over.",
                Map.of("listed", entry));
    }

    @Override
    public String fires() {
        return "an advisory says that the release is malware, or the policy lists it or the file's digest";
    }

    @Override
    public String message() {
        return "known malware: {advisory}{aka}";
    }

    @Override
    public String help() {
        return "Do not install it; where it was installed already, treat that machine as taken over.{about}";
    }

    @Override
    public Map<String, String> words(Sighting seen, Settings settings) {
        return Advisories.words(seen);
    }

    @Override
    public List<Sighting> in(Facts facts) {
        return Advisories.in(facts, true);
    }

    @Override
    public boolean ofAdvisories() {
        return true;
    }
}
