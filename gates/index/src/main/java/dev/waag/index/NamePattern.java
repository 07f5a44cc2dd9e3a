package dev.waag.index;

import dev.waag.python.ProjectName;
import java.util.regex.Pattern;

/** A project name, or one with {@code *} for any run of characters; compared after normalization (PEP 503). */
public final class NamePattern {
    private final Pattern pattern;

    public NamePattern(String text) {
        StringBuilder regex = new StringBuilder();
        for (String literal : text.split("(?=\\*)|(?<=\\*)", -1)) {
            regex.append(literal.equals("*") ? ".*" : Pattern.quote(ProjectName.normalize(literal)));
        }
        this.pattern = Pattern.compile(regex.toString());
    }

    public boolean matches(ProjectName name) {
        return pattern.matcher(name.value()).matches();
    }
}
