package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {
    /** The contract's rule ids with what they do by default. */
    private static final Map<String, String> CONTRACT = Map.ofEntries(
            Map.entry("claimed-name", "deny"),
            Map.entry("missing-hash", "deny"),
            Map.entry("cooldown", "hold"),
            Map.entry("wheels-only", "deny"),
            Map.entry("yanked", "warn"),
            Map.entry("project-status", "deny"),
            Map.entry("lookalike", "hold"),
            Map.entry("upstream-changed", "hold"),
            Map.entry("known-vulnerable", "deny"),
            Map.entry("known-malicious", "deny"),
            Map.entry("licence", "off"),
            Map.entry("provenance-changed", "hold"),
            Map.entry("attestation", "deny"),
            Map.entry("archive-unsafe", "deny"),
            Map.entry("install-code", "hold"),
            Map.entry("unpinned", "deny"),
            Map.entry("unhashed", "warn"),
            Map.entry("hash-unknown", "deny"),
            Map.entry("lock-drift", "deny"),
            Map.entry("outside-index", "deny"),
            Map.entry("advisories-stale", "warn"));

    @Test
    void theDefaultPackIsTheContracts() {
        assertThat(Given.DEFAULTS.rules()).hasSameSizeAs(CONTRACT.keySet()).allSatisfy(rule -> {
            assertThat(rule.action().text()).as(rule.id()).isEqualTo(CONTRACT.get(rule.id()));
            assertThat(Severities.ALL).contains(rule.severity());
            assertThat(rule.source()).isEqualTo("default pack");
            assertThat(rule.protectsFrom()).endsWith(".");
        });
        assertThat(Given.DEFAULTS.rule("cooldown").orElseThrow().settings())
                .isEqualTo(Map.of("hours", 72L, "except", List.of()));
        assertThat(Given.DEFAULTS.rule("known-vulnerable").orElseThrow().settings())
                .isEqualTo(Map.of("severity", "medium"));
        assertThat(Given.DEFAULTS.rule("nonsense")).isEmpty();
    }

    @Test
    void anUnremarkableFileIsAllowed() {
        Decision decision = Given.decide(Given.file().facts());
        assertThat(decision).isEqualTo(new Decision(Verdict.ALLOW, List.of(), Optional.empty()));
    }

    @Test
    void anEmptyFileIsTheDefaultPack() {
        assertThat(Given.policy("").digest()).isEqualTo(Given.DEFAULTS.digest());
        assertThat(Given.policy("extends = 'default'").digest()).isEqualTo(Given.DEFAULTS.digest());
        assertThat(Given.policy("\ufeffextends = 'default'").digest()).isEqualTo(Given.DEFAULTS.digest());
    }

    @Test
    void withoutTheDefaultPackOnlyWhatIsNamedIsIn() {
        Facts bad = Given.file()
                .say(Fact.KIND, "sdist")
                .say(Fact.AGE_HOURS, 1.0)
                .say(Fact.HASHES, Map.of())
                .facts();
        assertThat(Given.policy("extends = 'none'").decide(bad, Given.NOW).reasons())
                .isEmpty();
        Policy one = Given.policy("extends = 'none'", "[rules.cooldown]", "hours = 24");
        assertThat(one.decide(bad, Given.NOW).reasons())
                .extracting(Reason::rule)
                .containsExactly("cooldown");
        assertThat(one.rule("wheels-only").orElseThrow().action()).isEqualTo(Action.OFF);
        assertThat(one.rule("cooldown").orElseThrow().action()).isEqualTo(Action.HOLD);
    }

    @Test
    void everyKnownRuleMayBeSet() {
        StringBuilder text = new StringBuilder();
        CONTRACT.keySet().forEach(id -> text.append("[rules.").append(id).append("]\naction = 'off'\n"));
        Policy policy = Given.policy(
                text.toString(), "[[rule]]", "id = 'x'", "when = 'yanked'", "action = 'warn'", "message = 'm'");
        assertThat(policy.rules().stream().filter(r -> r.action() != Action.OFF))
                .extracting(RuleView::id)
                .containsExactly("x");
        assertThat(Given.policy(
                                "[rules.licence]",
                                "action = 'deny'",
                                "allow = ['MIT', 'Apache-2.0']",
                                "[rules.known-vulnerable]",
                                "severity = 'high'",
                                "[rules.attestation]",
                                "require = ['Acme_*']")
                        .rule("attestation")
                        .orElseThrow()
                        .settings())
                .containsEntry("require", List.of("acme-*"));
    }

    @Test
    void warmsUp() {
        Policy.warm();
    }

    /** CEL costs a cold JVM most of a second; a server that starts must not pay it before it answers, nor a check of a lock at all. */
    @Test
    void neitherTheDefaultPackNorItsSettingsNorSightingsTouchCel() throws Exception {
        List<String> loaded = new ArrayList<>();
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(new File(entry).toURI().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()) {
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        loaded.add(name);
                        return super.findClass(name);
                    }
                }) {
            Class<?> policy = loader.loadClass(Policy.class.getName());
            Class<?> source = loader.loadClass(PolicySource.class.getName());
            Object defaults = policy.getMethod("defaults").invoke(null);
            policy.getMethod("digest").invoke(defaults);
            policy.getMethod("rules").invoke(defaults);
            policy.getMethod("load", source)
                    .invoke(
                            null,
                            source.getConstructor(String.class, String.class)
                                    .newInstance("policy.toml", "[rules.cooldown]\nhours = 24\n"));
            Class<?> sighting = loader.loadClass(Sighting.class.getName());
            Method judge = policy.getMethod("judge", sighting, Instant.class);
            for (String rule : List.of("known-vulnerable", "unhashed", "lookalike")) {
                for (int i = 0; i < 100; i++) {
                    judge.invoke(defaults, sighting(sighting, rule), Given.NOW);
                }
            }
            assertThat(loaded).contains("dev.waag.policy.Cooldown", "org.tomlj.Toml", "dev.waag.policy.Advisories");
            assertThat(loaded).noneMatch(c -> c.startsWith("dev.cel."));

            policy.getMethod("warm").invoke(null);
            assertThat(loaded).as("the check can fail").anyMatch(c -> c.startsWith("dev.cel."));
        }
    }

    private static Object sighting(Class<?> type, String rule) throws ReflectiveOperationException {
        Object[] values = {
            rule,
            "numpy",
            "1.0",
            Optional.empty(),
            Set.of("CVE-2026-1"),
            "high",
            "",
            "",
            Map.of("fixed_in", List.of("2"))
        };
        return type.getConstructors()[0].newInstance(values);
    }
}
