package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YankedTest {
    @Test
    void warnsByDefault() {
        Decision decision = Given.decide(yanked("loses data"));

        assertThat(decision.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decision.leading()).isEmpty();
        Reason reason = Given.reason(decision, "yanked");
        assertThat(reason.action()).isEqualTo(Action.WARN);
        assertThat(reason.message()).isEqualTo("yanked by its publisher: loses data");
        assertThat(reason.facts()).containsEntry("yanked_reason", "loses data");
    }

    @Test
    void refusesWhereThePolicySaysSo() {
        Policy policy = Given.policy("[rules.yanked]", "action = 'deny'");

        assertThat(policy.decide(yanked(""), Given.NOW).leading().orElseThrow().message())
                .isEqualTo("yanked by its publisher");
    }

    @Test
    void aHostileReasonStaysOneShortAsciiLine() {
        String message = Given.reason(
                        Given.decide(yanked("zu früh\r\nSet-Cookie: a=b\u202e\u0000 " + "很长".repeat(200))), "yanked")
                .message();

        assertThat(message).startsWith("yanked by its publisher: zu fruh Set-Cookie: a=b ??");
        assertThat(Given.fitsReasonPhrase(message)).isTrue();
    }

    private static Facts yanked(String reason) {
        return Given.file()
                .say(Fact.YANKED, true)
                .say(Fact.YANKED_REASON, reason)
                .facts();
    }
}
