package dev.waag.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The ids of the SPDX License List ({@code spdx-ids.txt}); they are told apart whatever their case, and have one spelling. */
final class SpdxIds {
    private static final Map<String, String> LICENCES = new HashMap<>(1024);
    private static final Map<String, String> EXCEPTIONS = new HashMap<>(128);
    private static final String EXCEPTION = "WITH ";

    static {
        for (String line : Resources.lines("spdx-ids.txt")) {
            String id = line.endsWith("!") ? line.substring(0, line.length() - 1) : line;
            if (id.startsWith(EXCEPTION)) {
                put(EXCEPTIONS, id.substring(EXCEPTION.length()));
            } else {
                put(LICENCES, id);
            }
        }
    }

    private SpdxIds() {}

    private static void put(Map<String, String> map, String id) {
        map.put(id.toLowerCase(Locale.ROOT), id);
    }

    /** The id as the list spells it. */
    static Optional<String> licence(String id) {
        return Optional.ofNullable(LICENCES.get(id.toLowerCase(Locale.ROOT)));
    }

    static Optional<String> exception(String id) {
        return Optional.ofNullable(EXCEPTIONS.get(id.toLowerCase(Locale.ROOT)));
    }

    static Collection<String> licences() {
        return LICENCES.values();
    }
}
