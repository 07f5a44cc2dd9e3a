package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code missing-hash}: the index gives no digest that a forger could not meet. */
final class MissingHash implements DefaultRule {
    private static final List<String> STRONG = List.of("sha256", "sha512", "sha384", "blake2b");

    @Override
    public String id() {
        return "missing-hash";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public Action action() {
        return Action.DENY;
    }

    @Override
    public String protectsFrom() {
        return "A file that is swapped on its way: without a strong hash nobody can tell that it is the one that was published.";
    }

    @Override
    public String when() {
        return "!('sha256' in hashes || 'sha512' in hashes || 'sha384' in hashes || 'blake2b' in hashes)";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return STRONG.stream().noneMatch(facts.hashes()::containsKey);
    }

    @Override
    public String message() {
        return "the index gives no strong hash for this file, only: {given}";
    }

    @Override
    public String help() {
        return "Ask whoever runs the upstream to give SHA-256 hashes; MD5 and SHA-1 do not count, since both can be forged.";
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        return Map.of(
                "given", facts.hashes().isEmpty() ? "none" : String.join(", ", new TreeMap<>(facts.hashes()).keySet()));
    }
}
