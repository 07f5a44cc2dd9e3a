package dev.waag.server;

import dev.waag.core.Sha256;
import dev.waag.core.Suggest;
import dev.waag.policy.Policy;
import dev.waag.policy.RuleView;
import dev.waag.policy.Waiver;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads a waiver that somebody asks for, with everything that is wrong with it. */
final class WaiverRequest {
    static final List<String> MEMBERS =
            List.of("rule", "project", "version", "sha256", "advisory", "owner", "reason", "expires");

    private final JsonNode json;
    private final List<String> errors = new ArrayList<>();

    /** What was read. */
    sealed interface Result {}

    /** @param waiver without an id */
    record Right(Waiver waiver) implements Result {}

    record Wrong(List<String> errors) implements Result {}

    private WaiverRequest(JsonNode json) {
        this.json = json;
    }

    static Result read(JsonNode json, Policy policy, Instant now) {
        return json.isObject()
                ? new WaiverRequest(json).read(policy, now)
                : new Wrong(List.of("the body is no JSON object"));
    }

    private Result read(Policy policy, Instant now) {
        json.propertyNames().stream()
                .filter(n -> !MEMBERS.contains(n))
                .forEach(n -> errors.add("unknown member '" + n + "'" + Suggest.hint(n, MEMBERS)));
        String rule = required("rule");
        List<String> rules = policy.rules().stream().map(RuleView::id).toList();
        if (!rule.isEmpty() && !rules.contains(rule)) {
            errors.add("there is no rule '" + rule + "'" + Suggest.hint(rule, rules));
        }
        Optional<String> project = optional("project");
        Optional<ProjectName> name = project.flatMap(ProjectName::parse);
        if (project.isPresent() && name.isEmpty()) {
            errors.add("'" + project.get() + "' is no project's name");
        }
        Optional<String> version = optional("version");
        if (version.isPresent() && project.isEmpty()) {
            errors.add("a 'version' needs its 'project'");
        }
        Optional<String> sha256 = optional("sha256");
        if (sha256.isPresent() && Sha256.parse(sha256.get()).isEmpty()) {
            errors.add("'sha256' must be 64 hexadecimal digits");
        }
        Optional<String> advisory = optional("advisory");
        if (project.isEmpty() && sha256.isEmpty() && advisory.isEmpty()) {
            errors.add("a waiver needs 'project', 'sha256' or 'advisory'");
        }
        String owner = required("owner");
        String reason = required("reason");
        Instant expires = expires(required("expires"), now);
        return errors.isEmpty()
                ? new Right(new Waiver(
                        "",
                        rule,
                        name.map(ProjectName::value).orElse(""),
                        version.map(v -> Version.parse(v).map(Version::toString).orElse(v)),
                        sha256.map(s -> s.toLowerCase(Locale.ROOT)),
                        advisory,
                        owner,
                        reason,
                        expires))
                : new Wrong(List.copyOf(errors));
    }

    /** A date holds through its end, UTC. */
    private Instant expires(String text, Instant now) {
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            Instant end = LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            if (!now.isBefore(end)) {
                errors.add("'expires' is over: " + text);
            }
            return end;
        } catch (DateTimeParseException e) {
            errors.add("'expires' must be a date such as 2027-03-31");
            return Instant.EPOCH;
        }
    }

    private String required(String member) {
        Optional<String> value = optional(member);
        if (value.isEmpty() && !json.has(member)) {
            errors.add("'" + member + "' is missing");
        }
        return value.orElse("");
    }

    private Optional<String> optional(String member) {
        JsonNode value = json.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString() || value.asString().isBlank()) {
            errors.add("'" + member + "' must be a text");
            return Optional.empty();
        }
        return Optional.of(value.asString().strip());
    }
}
