package dev.waag.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an id says about versions: {@code GPL-2.0-or-later}, {@code GPL-2.0+} and {@code Apache-2.0+} are a licence's version and all later ones,
 * anything else one alone.
 *
 * @param name the id without version, in small letters
 * @param version as text; empty for none
 */
record LicenceRange(String name, String version, boolean orLater) {
    private static final Pattern VERSIONED = Pattern.compile("(.+?)-(\\d[0-9.]*)(-[a-z-]+?)??(-only|-or-later)?");
    /** What the list calls by one id, and since then by another and an exception, which permits more. */
    private static final Pattern WITHIN = Pattern.compile("(l?gpl-[0-9.]+)-with-.+");

    static LicenceRange of(Spdx.One licence) {
        String id = licence.id().toLowerCase(Locale.ROOT);
        Matcher within = WITHIN.matcher(id);
        id = within.matches() ? within.group(1) : id;
        boolean plus = licence.plus() || id.endsWith("+");
        id = id.endsWith("+") ? id.substring(0, id.length() - 1) : id;
        Matcher m = VERSIONED.matcher(id);
        if (!m.matches()) {
            return new LicenceRange(id, "", plus);
        }
        String variant = Optional.ofNullable(m.group(3)).orElse("");
        return new LicenceRange(m.group(1) + variant, m.group(2), plus || "-or-later".equals(m.group(4)));
    }

    /** Whether a licence is one of those that somebody accepts who accepts the first. */
    static boolean covers(Spdx.One accepted, Spdx.One licence) {
        if (accepted.exception().isPresent()) {
            if (!licence.exception()
                    .map(e -> e.equalsIgnoreCase(accepted.exception().get()))
                    .orElse(false)) {
                return false;
            }
        } else if (licence.exception()
                .filter(e -> SpdxIds.exception(e).isEmpty())
                .isPresent()) {
            return false;
        }
        LicenceRange a = of(accepted);
        LicenceRange l = of(licence);
        if (!a.name.equals(l.name)) {
            return false;
        }
        if (a.version.isEmpty() || l.version.isEmpty()) {
            return a.version.equals(l.version);
        }
        int order = compare(l.version, a.version);
        return order == 0 || a.orLater && l.orLater || a.orLater && order > 0 || l.orLater && order < 0;
    }

    /** Whether one of these ids is a version of a family. */
    static boolean isOfFamily(Collection<String> ids, String family) {
        if (LicenceNames.family(family).isEmpty()) {
            return false;
        }
        String first = name(LicenceNames.family(family).getFirst());
        return ids.stream().anyMatch(i -> name(i).equals(first));
    }

    /** The name of an id up to its first number: {@code bsd} of {@code BSD-3-Clause}. */
    private static String name(String id) {
        return id.toLowerCase(Locale.ROOT).replaceFirst("-\\d.*", "");
    }

    private static int compare(String a, String b) {
        String[] x = a.split("\\.");
        String[] y = b.split("\\.");
        for (int i = 0; i < Math.max(x.length, y.length); i++) {
            int order = Integer.compare(number(x, i), number(y, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int number(String[] parts, int i) {
        return i < parts.length && parts[i].matches("\\d{1,9}") ? Integer.parseInt(parts[i]) : 0;
    }
}
