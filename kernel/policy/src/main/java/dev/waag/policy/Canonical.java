package dev.waag.policy;

import dev.waag.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The canonical form of a policy, for its digest: a set of items, each a list of keys and values in a fixed order, so that nothing depends on
 * the order or the spelling of the file. Every key and value is written with its length before it, so that no two forms run together.
 */
final class Canonical {
    private static final String FORM = "waag-policy/1";

    private final SortedSet<String> items = new TreeSet<>();
    private StringBuilder item = new StringBuilder();

    Canonical begin(String kind, String id) {
        end();
        return add(kind, id);
    }

    Canonical add(String key, String value) {
        item.append(key)
                .append(' ')
                .append(value.length())
                .append(':')
                .append(value)
                .append('\n');
        return this;
    }

    private void end() {
        if (!item.isEmpty()) {
            items.add(item.toString());
            item = new StringBuilder();
        }
    }

    Sha256 digest() {
        end();
        return Sha256.of((FORM + "\n" + String.join("\n", items)).getBytes(StandardCharsets.UTF_8));
    }
}
