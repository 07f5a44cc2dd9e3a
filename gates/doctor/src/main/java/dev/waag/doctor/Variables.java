package dev.waag.doctor;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables in values: {@code ${NAME}}, {@code $NAME} and tox's {@code {env:NAME}} are replaced where the environment has them. */
record Variables(Map<String, String> environment) {
    private static final Pattern REFERENCE = Pattern.compile(
            "\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|\\$([A-Za-z_][A-Za-z0-9_]*)|\\{env:([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern SCHEME_AND_AUTHORITY =
            Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*@)?([^/?#]*).*", Pattern.DOTALL);
    private static final Set<String> FALSE = Set.of("0", "false", "no", "off", "n", "f");

    /** Once: what a variable holds is not expanded again. */
    String expand(String value) {
        return REFERENCE.matcher(value).replaceAll(m -> {
            String name = m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3);
            return Matcher.quoteReplacement(environment.getOrDefault(name, m.group()));
        });
    }

    /** Whether it cannot be told where the URL leads: its host, or all of it, is in a variable. */
    static boolean isUnknown(String expanded) {
        Matcher m = SCHEME_AND_AUTHORITY.matcher(expanded);
        String telling = m.matches() ? m.group(2) : expanded;
        return telling.contains("$") || telling.contains("{") || telling.contains("%(");
    }

    static boolean isFalse(String value) {
        return FALSE.contains(value.strip().toLowerCase(Locale.ROOT));
    }
}
