package dev.waag.index;

import dev.waag.core.Json;
import dev.waag.store.DecisionRecord;
import dev.waag.store.DecisionRecord.ReasonRecord;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The words of a refusal, made in one place for every channel through which a client may show them: the yank reason on a page (PEP 592),
 * the reason phrase of a 403, and problem details (RFC 9457).
 */
public final class Refusal {
    private static final int PHRASE = 200;
    private static final String PREFIX = "Blocked by Waag: ";

    private final DecisionRecord decision;
    private final ReasonRecord reason;
    private final String filename;
    private final String base;

    /** @param base the URL that links begin with, without a slash at its end */
    public Refusal(DecisionRecord decision, String filename, String base) {
        this.decision = decision;
        this.reason = decision.reasons().isEmpty()
                ? new ReasonRecord("unjudged", "hold", "high", "it has not been judged", "ask again later", Map.of())
                : decision.reasons().getFirst();
        this.filename = filename;
        this.base = base;
    }

    /** Where the decision explains itself. */
    public String why() {
        return base + "/why/" + decision.entry();
    }

    /** {@code Blocked by Waag: <rule>: <message> (<url>)} in ASCII, at most 200 characters; the message gives way, never the rule or the URL. */
    public String phrase() {
        String start = PREFIX + reason.rule() + ": ";
        String end = " (" + why() + ")";
        return start + cut(ascii(reason.message()), PHRASE - start.length() - end.length()) + end;
    }

    /** The body of the refusal, {@code application/problem+json}. */
    public byte[] problem() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", why());
        body.put("title", phrase());
        body.put("status", 403);
        body.put(
                "detail",
                filename + ": " + reason.rule() + ": " + reason.message()
                        + (reason.help().isEmpty() ? "" : ". " + reason.help()) + " (" + why() + ")");
        body.put("decision", Long.toString(decision.entry()));
        body.put("verdict", decision.verdict());
        return Json.MAPPER.writeValueAsBytes(body);
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return length <= 3 ? "" : text.substring(0, length - 3) + "...";
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> out.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
        return out.toString();
    }
}
