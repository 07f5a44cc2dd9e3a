package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of the default pack. Each is one class, one test and one page in {@code docs/rules}; its id is the key everywhere. One without a
 * {@code when} is a {@link SeenRule}, or has no facts to judge in this version: policy files may set it, and no file makes it fire.
 */
interface DefaultRule {
    /** Kebab-case. */
    String id();

    String severity();

    /** What it does where the file says nothing. */
    Action action();

    /** What harm it keeps away, in a sentence. */
    String protectsFrom();

    /** The settings that it takes besides {@code action}. */
    default List<Setting> settings() {
        return List.of();
    }

    /** CEL over the facts, its settings and, where it has {@code except}, {@code excepted}; empty for none. */
    default String when() {
        return "";
    }

    /**
     * Whether {@link #when} may be true of that file, or not to be told, now or later: a cheap look that spares most files the evaluation.
     * A rule that says no never fires on these facts.
     */
    default boolean mayFire(Facts facts, Settings settings, Instant now) {
        return true;
    }

    /** Template of the message: facts, settings and {@link #words}. */
    default String message() {
        return "";
    }

    /** Template of the help, from the same words. */
    default String help() {
        return "";
    }

    /** What it does with one file, given what the policy file sets. */
    default Action actionFor(Facts facts, Optional<Action> set) {
        return set.orElse(action());
    }

    /** What it does about a sighting, given what the policy file sets. */
    default Action actionFor(Sighting seen, Optional<Action> set) {
        return set.orElse(action());
    }

    /** What the digest of a policy holds for that: equal for settings that come to the same. */
    default String digested(Optional<Action> set) {
        return set.orElse(action()).text();
    }

    /** Words of its own for its templates, for a file that it fires on. */
    default Map<String, String> words(Facts facts, Settings settings) {
        return Map.of();
    }

    /** Words of its own for its templates, for a sighting that it fires on. */
    default Map<String, String> words(Sighting seen, Settings settings) {
        return Map.of();
    }

    /** Why a file that it fires on is not refused all the same; the same at any time. */
    default Optional<Excuse> excuse(Facts facts) {
        return Optional.empty();
    }

    /** What a reason's facts hold besides what {@code when} reads and the settings; the same at any time. */
    default Map<String, Object> notes(Facts facts, Settings settings) {
        return Map.of();
    }
}
