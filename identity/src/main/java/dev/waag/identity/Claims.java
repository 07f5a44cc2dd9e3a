package dev.waag.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Claims as they are kept beside what was done with them. */
final class Claims {
    private static final List<String> KEPT = List.of(
            "iss",
            "sub",
            "jti",
            "repository",
            "repository_id",
            "repository_owner_id",
            "job_workflow_ref",
            "workflow_ref",
            "project_path",
            "project_id",
            "namespace_id",
            "ci_config_ref_uri",
            "ref",
            "sha",
            "environment",
            "event_name",
            "pipeline_source",
            "actor",
            "actor_id",
            "user_login",
            "run_id",
            "run_attempt",
            "pipeline_id",
            "job_id",
            "runner_environment",
            "email");
    private static final int LONGEST = 300;

    private Claims() {}

    static Map<String, String> kept(Map<String, String> claims) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = claims.getOrDefault(name, "");
            if (!value.isEmpty()) {
                kept.put(name, plain(value));
            }
        }
        return kept;
    }

    /** Of bounded length, and without what could change how a terminal or a log shows it. */
    static String plain(String text) {
        String shortened = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return shortened.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
