package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnownMaliciousTest {
    private static final KnownAdvisory MALWARE =
            new KnownAdvisory("MAL-2026-3", List.of(), "", true, false, List.of(), "steals tokens");

    @Test
    void refusesMalware() {
        Decision decision = Given.decide(Given.file().advisories(MALWARE).facts());
        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        assertThat(decision.reasons()).singleElement().satisfies(r -> {
            assertThat(r.rule()).isEqualTo("known-malicious");
            assertThat(r.severity()).isEqualTo("critical");
            assertThat(r.message()).isEqualTo("known malware: MAL-2026-3");
            assertThat(r.help()).endsWith(" What it is about: steals tokens");
            assertThat(Given.fitsReasonPhrase(r.message())).isTrue();
        });
    }

    @Test
    void isNoBusinessOfTheOtherRule() {
        Policy policy = Given.policy("[rules.known-malicious]", "action = 'off'");
        assertThat(policy.decide(Given.file().advisories(MALWARE).facts(), Given.NOW)
                        .reasons())
                .isEmpty();
        Policy malwareOnly = Given.policy("[rules.known-vulnerable]", "action = 'off'");
        Facts both = Given.file()
                .advisories(KnownVulnerableTest.advisory("A-1", "critical"), MALWARE)
                .facts();
        assertThat(malwareOnly.decide(both, Given.NOW).reasons())
                .extracting(Reason::rule)
                .containsExactly("known-malicious");
    }
}
