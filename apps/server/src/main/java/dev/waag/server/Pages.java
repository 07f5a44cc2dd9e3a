package dev.waag.server;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The pages that people see, from templates compiled with the program; whatever a template prints is escaped for its place. */
final class Pages {
    /** No script, no frame, no form to elsewhere. */
    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    /** @param decision the members of the contract's {@code GET /why/{id}} */
    String why(Map<String, Object> decision, String prefix) {
        return render("why.jte", Map.of("page", WhyPage.of(decision, prefix)));
    }

    String home(HomePage page) {
        return render("home.jte", Map.of("page", page));
    }

    private String render(String template, Map<String, Object> values) {
        StringOutput out = new StringOutput();
        engine.render(template, values, out);
        return out.toString();
    }
}
