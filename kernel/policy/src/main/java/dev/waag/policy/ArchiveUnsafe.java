package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code archive-unsafe}: the archive means two things to two readers, or it could not be read. */
final class ArchiveUnsafe implements DefaultRule {
    @Override
    public String id() {
        return "archive-unsafe";
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
        return "Archives that write outside their folder, hide files from whoever looks, or mean two things to two readers.";
    }

    @Override
    public String when() {
        return "size(archive_faults) > 0";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return !faults(facts).isEmpty();
    }

    @Override
    public String message() {
        return "{fault}";
    }

    @Override
    public String help() {
        return "Do not unpack it by hand either. Tell its publisher, and take another release.{more}";
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        List<String> faults = faults(facts);
        String more = faults.size() < 2
                ? ""
                : " Also: " + String.join("; ", faults.subList(1, Math.min(4, faults.size()))) + ".";
        return Map.of("fault", faults.isEmpty() ? "" : faults.getFirst(), "more", more);
    }

    private static List<String> faults(Facts facts) {
        return facts.inspected().map(Inspected::archiveFaults).orElse(List.of());
    }
}
