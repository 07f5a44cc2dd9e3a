package dev.waag.judge;

import dev.waag.core.Json;
import dev.waag.policy.Reason;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.store.DecisionRecord;
import dev.waag.store.DecisionRecord.ReasonRecord;
import dev.waag.store.FileRecord;
import dev.waag.store.LedgerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decisions as they are remembered, and as they stand in the ledger. */
final class Decisions {
    /** Of the reasons in one entry. */
    private static final int REASON_BYTES = 56 << 10;
    /** Of a fact that is text, in characters. */
    private static final int LONGEST_FACT = 1000;
    /** Of the parts of a fact that is a list. */
    private static final int LONGEST_LIST = 50;

    private Decisions() {}

    static ReasonRecord record(Reason r) {
        return new ReasonRecord(r.rule(), r.action().text(), r.severity(), r.message(), r.help(), shortened(r.facts()));
    }

    /** Upstream's own words may be of any length; a ledger entry, and whoever reads it, takes only so much. */
    static Map<String, Object> shortened(Map<String, Object> facts) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.replaceAll((name, value) -> value instanceof List<?> list ? shortened(list) : shortened(value));
        return all;
    }

    private static List<Object> shortened(List<?> list) {
        return list.stream().limit(LONGEST_LIST).map(Decisions::shortened).toList();
    }

    private static Object shortened(Object value) {
        return value instanceof String text && text.length() > LONGEST_FACT
                ? text.substring(0, text.offsetByCodePoints(0, LONGEST_FACT / 2)) + "..."
                : value;
    }

    /** Whether one says something that the other does not: another verdict, another rule, another advisory. */
    static boolean differ(DecisionRecord a, DecisionRecord b) {
        return !a.verdict().equals(b.verdict()) || !a.rules().equals(b.rules()) || !named(a).equals(named(b));
    }

    /** The advisories that its reasons name, those that were waived told apart. */
    private static List<List<Object>> named(DecisionRecord decision) {
        List<List<Object>> named = new ArrayList<>();
        for (ReasonRecord reason : decision.reasons()) {
            Optional.ofNullable(reason.facts().get("advisory"))
                    .or(() -> Optional.ofNullable(reason.facts().get("only_fix_for")))
                    .ifPresent(about -> named.add(List.of(reason.rule(), reason.action(), about)));
        }
        return named;
    }

    static LedgerEntry entry(ProjectName project, FileRecord file) {
        DecisionRecord d = file.decision();
        SimpleFile shown = file.effective();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("project", project.value());
        fields.put("version", file.version());
        fields.put("filename", shown.filename());
        fields.put("sha256", shown.hashes().getOrDefault("sha256", ""));
        fields.put("verdict", d.verdict());
        fields.put("rules", d.rules());
        d.changesAt().ifPresent(t -> fields.put("valid_until", t.toString()));
        if (!d.reasons().isEmpty()) {
            List<ReasonRecord> told = told(d.reasons());
            fields.put("reasons", told);
            if (told.size() < d.reasons().size()) {
                fields.put("reasons_not_listed", d.reasons().size() - told.size());
            }
        }
        return new LedgerEntry("decision", d.judgedAt(), "waag", fields);
    }

    /** As many as fit an entry, the strongest first. */
    private static List<ReasonRecord> told(List<ReasonRecord> reasons) {
        List<ReasonRecord> told = new ArrayList<>();
        int size = 0;
        for (ReasonRecord reason : reasons) {
            size += reasons.size() == 1 ? 0 : Json.MAPPER.writeValueAsBytes(reason).length;
            if (size > REASON_BYTES) {
                break;
            }
            told.add(reason);
        }
        return told;
    }
}
