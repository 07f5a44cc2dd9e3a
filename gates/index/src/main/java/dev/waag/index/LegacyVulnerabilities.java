package dev.waag.index;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.Vulnerability;
import dev.waag.core.Json;
import dev.waag.judge.KnownAdvisories;
import dev.waag.policy.KnownAdvisory;
import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code vulnerabilities} of the legacy JSON API: what the gate's advisories say of a release, those of one vulnerability together. Beside
 * what that API has, {@code severity} and {@code known_exploited} tell what policies look at.
 */
final class LegacyVulnerabilities {
    private LegacyVulnerabilities() {}

    static List<Map<String, @Nullable Object>> of(
            AdvisoryIndex advisories, ProjectName project, String version, String base) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Vulnerability v : advisories.affecting(project, version)) {
            KnownAdvisory known = KnownAdvisories.of(v);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("aliases", known.aliases());
            one.put("details", details(advisories, v.id()));
            one.put("fixed_in", known.fixedIn());
            one.put("id", known.id());
            one.put("known_exploited", known.knownExploited());
            one.put("link", base + "/osv/v1/vulns/" + ProjectView.segment(known.id()));
            one.put("severity", known.severity().isEmpty() ? null : known.severity());
            one.put("source", "osv");
            one.put("summary", known.summary().isEmpty() ? null : known.summary());
            one.put("withdrawn", null);
            all.add(one);
        }
        return all;
    }

    private static String details(AdvisoryIndex advisories, String id) {
        return advisories
                .record(id)
                .map(Json.MAPPER::readTree)
                .map(r -> r.path("details").asString(""))
                .orElse("");
    }
}
