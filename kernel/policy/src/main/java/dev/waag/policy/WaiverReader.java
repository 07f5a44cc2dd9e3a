package dev.waag.policy;

import dev.waag.core.Sha256;
import dev.waag.core.Suggest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code [[waiver]]} tables of a policy file. */
final class WaiverReader {
    private static final List<String> KEYS =
            List.of("rule", "project", "version", "sha256", "advisory", "owner", "reason", "expires");

    private WaiverReader() {}

    static List<Waiver> read(List<TomlSection> tables, Set<String> rules) {
        List<Waiver> waivers = new ArrayList<>();
        tables.forEach(t -> waiver(t, rules).ifPresent(waivers::add));
        return waivers;
    }

    private static Optional<Waiver> waiver(TomlSection table, Set<String> rules) {
        table.allow(KEYS);
        Optional<String> rule = table.requiredString("rule");
        if (rule.isPresent() && !rules.contains(rule.get())) {
            table.errorAtValue("rule", "there is no rule '" + rule.get() + "'" + Suggest.hint(rule.get(), rules));
        }
        Optional<String> project = optional(table, "project");
        Optional<String> version = optional(table, "version");
        Optional<String> sha256 = optional(table, "sha256");
        Optional<String> advisory = optional(table, "advisory");
        boolean scoped = scope(table, project, version, sha256, advisory);
        Optional<String> owner = table.requiredString("owner");
        Optional<String> reason = table.requiredString("reason");
        Optional<Instant> expires = expires(table);
        if (rule.isEmpty() || owner.isEmpty() || reason.isEmpty() || expires.isEmpty() || !scoped) {
            return Optional.empty();
        }
        Waiver waiver = new Waiver(
                "",
                rule.get(),
                project.orElse(""),
                version,
                sha256,
                advisory,
                owner.get(),
                reason.get(),
                expires.get());
        return Optional.of(named(waiver));
    }

    private static Optional<String> optional(TomlSection table, String key) {
        return table.value(key).isPresent() ? table.requiredString(key) : Optional.empty();
    }

    private static boolean scope(
            TomlSection table,
            Optional<String> project,
            Optional<String> version,
            Optional<String> sha256,
            Optional<String> advisory) {
        boolean right = true;
        if (project.isPresent()
                && (!Names.isPattern(project.get()) || project.get().contains("*"))) {
            table.errorAtValue("project", "'project' must be one project's name, not '" + project.get() + "'");
            right = false;
        }
        if (sha256.isPresent() && Sha256.parse(sha256.get()).isEmpty()) {
            table.errorAtValue("sha256", "'sha256' must be 64 hexadecimal digits");
            right = false;
        }
        boolean given = table.keys().stream().anyMatch(List.of("project", "sha256", "advisory")::contains);
        if (!given) {
            table.missing("project', 'sha256' or 'advisory");
            return false;
        }
        if (version.isPresent() && !table.keys().contains("project")) {
            table.error("version", "a 'version' needs its 'project'");
            right = false;
        }
        return right && (project.isPresent() || sha256.isPresent() || advisory.isPresent());
    }

    /** A date holds through the end of that day, UTC. */
    private static Optional<Instant> expires(TomlSection table) {
        Optional<Object> value = table.value("expires");
        if (value.isEmpty()) {
            table.missing("expires");
            return Optional.empty();
        }
        Optional<LocalDate> day = Optional.empty();
        if (value.get() instanceof LocalDate date) {
            day = Optional.of(date);
        } else if (value.get() instanceof String text) {
            try {
                day = Optional.of(LocalDate.parse(text.strip()));
            } catch (DateTimeException e) {
                // Not a date: said below, as for any other value.
            }
        }
        if (day.isEmpty()) {
            table.errorAtValue("expires", "'expires' must be a date such as 2026-12-31");
        }
        return day.map(d -> d.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** A waiver of a file is named by what it says, so that its id survives an edit elsewhere. */
    private static Waiver named(Waiver w) {
        String said = String.join(
                "\n",
                w.rule(),
                w.project(),
                w.version().orElse(""),
                w.sha256().orElse(""),
                w.advisory().orElse(""),
                w.owner(),
                w.reason(),
                w.expires().toString());
        String id =
                "file-" + Sha256.of(said.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
        return new Waiver(
                id, w.rule(), w.project(), w.version(), w.sha256(), w.advisory(), w.owner(), w.reason(), w.expires());
    }
}
