package dev.waag.judge;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.SourceInfo;
import dev.waag.core.Json;
import dev.waag.policy.Policy;
import dev.waag.policy.Waiver;
import dev.waag.store.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is judged by, as it stands in the ledger. */
final class PolicyEntries {
    /** Of the waivers in one entry of a policy. */
    private static final int WAIVER_BYTES = 32 << 10;

    private PolicyEntries() {}

    /** A policy's entry, and more of the same digest where its waivers are too many for one. */
    static List<LedgerEntry> of(Policy next, String actor, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("digest", next.digest());
        fields.put(
                "rules",
                next.rules().stream().map(r -> r.id() + "=" + r.action().text()).toList());
        List<LedgerEntry> entries = new ArrayList<>();
        List<Map<String, Object>> waivers = new ArrayList<>();
        int size = 0;
        for (Waiver waiver : next.waivers()) {
            Map<String, Object> shown = Decisions.shortened(WaiverCodec.fields(waiver));
            int more = Json.MAPPER.writeValueAsBytes(shown).length;
            if (size + more > WAIVER_BYTES) {
                fields.put("waivers", waivers);
                entries.add(new LedgerEntry("policy", now, actor, fields));
                fields.remove("rules");
                waivers = new ArrayList<>();
                size = 0;
            }
            waivers.add(shown);
            size += more;
        }
        fields.put("waivers", waivers);
        entries.add(new LedgerEntry("policy", now, actor, fields));
        return entries;
    }

    /** An entry for each source of a set of advisories, all with the set's id. */
    static List<LedgerEntry> of(AdvisoryIndex advisories, String id, Instant now) {
        List<SourceInfo> sources = new ArrayList<>(advisories.sources());
        advisories.exploitedSource().ifPresent(sources::add);
        advisories.epssSource().ifPresent(sources::add);
        List<LedgerEntry> entries = new ArrayList<>();
        for (SourceInfo source : sources) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", id);
            fields.put("source", source.name());
            fields.put("records", source.records());
            source.asOf().ifPresent(t -> fields.put("as_of", t.toString()));
            entries.add(new LedgerEntry("advisories", now, "waag", Decisions.shortened(fields)));
        }
        return entries;
    }
}
