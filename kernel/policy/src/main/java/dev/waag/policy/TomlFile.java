package dev.waag.policy;

import dev.waag.core.TomlReading;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlVersion;

/** A TOML file being read: its root table and the errors found so far. */
final class TomlFile {
    private static final int MOST_NESTED = 32;

    private final PolicySource source;
    private final TomlText text;
    private final TomlParseResult parsed;
    private final List<PolicyError> errors = new ArrayList<>();

    TomlFile(PolicySource given) {
        // Some editors put a byte order mark first; TOML 1.0 has no place for it.
        this.source = new PolicySource(
                given.name(), given.text().startsWith("\ufeff") ? given.text().substring(1) : given.text());
        this.text = new TomlText(source.text());
        this.parsed = TomlReading.parse(
                source.text(),
                TomlParseOptions.defaults().withVersion(TomlVersion.V1_0_0).withMaxNestingDepth(MOST_NESTED));
        for (TomlParseError e : parsed.errors()) {
            TomlPosition at = e.position();
            errors.add(
                    new PolicyError(source.name(), at.line(), at.column(), Texts.line(String.valueOf(e.getMessage()))));
        }
    }

    /** Whether it is not TOML, so that what seems to be missing may only be unread. */
    boolean broken() {
        return parsed.hasErrors();
    }

    TomlSection root() {
        return new TomlSection(this, parsed, new TomlText.Place(1, 1), "the file");
    }

    String name() {
        return source.name();
    }

    TomlText text() {
        return text;
    }

    void error(TomlText.Place at, String message) {
        errors.add(new PolicyError(source.name(), at.line(), at.column(), message));
    }

    void error(PolicyError error) {
        errors.add(error);
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** Ends the reading where anything was wrong. */
    void check() throws PolicyException {
        if (hasErrors()) {
            throw new PolicyException(errors);
        }
    }
}
