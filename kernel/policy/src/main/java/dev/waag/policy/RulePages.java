package dev.waag.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The documentation pages of the default rules. {@code docs/rules} is their one source; the build packages it. */
final class RulePages {
    private RulePages() {}

    static String page(DefaultRule rule) {
        if (rule.when().isEmpty() && !(rule instanceof SeenRule)) {
            return announced(rule);
        }
        try (InputStream page = RulePages.class.getResourceAsStream("rules/" + rule.id() + ".md")) {
            if (page == null) {
                throw new IllegalStateException("the page of " + rule.id() + " was not packaged");
            }
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String announced(DefaultRule rule) {
        String settings = rule.settings().stream()
                .map(s -> "- `" + s.key() + "`: " + s.type().expects() + "\n")
                .collect(Collectors.joining());
        return "# " + rule.id() + "\n\n" + rule.protectsFrom() + "\n\nDefault action: `"
                + rule.action().text()
                + "`. Policy files may set this rule; the index has no facts for it and it does not fire there.\n"
                + (settings.isEmpty() ? "" : "\n## Settings\n\n" + settings);
    }
}
