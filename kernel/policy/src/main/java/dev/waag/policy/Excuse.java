package dev.waag.policy;

import java.util.Map;

/**
 * Why a refusal does not stand and becomes a note.
 *
 * @param message the note's
 * @param fact the name of the fact that marks it as one (see {@link Reason#note})
 * @param facts what else it rests on
 */
record Excuse(String message, String fact, Map<String, Object> facts) {}
