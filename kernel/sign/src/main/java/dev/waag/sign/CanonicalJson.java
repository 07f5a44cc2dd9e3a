package dev.waag.sign;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The one spelling of a JSON value over which TUF computes key ids and signatures (OLPC canonical JSON): no blanks, members sorted by
 * name, in strings only the quote and the backslash escaped, no number but whole ones.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** The canonical bytes of a value. Throws {@link NoteException} for a number that is not whole. */
    public static byte[] of(JsonNode value) throws NoteException {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode value, StringBuilder out) throws NoteException {
        if (value.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>(CanonicalJson::byCodePoint);
            value.properties().forEach(p -> sorted.put(p.getKey(), p.getValue()));
            char before = '{';
            for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
                out.append(before);
                before = ',';
                string(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
            }
            out.append(sorted.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            char before = '[';
            for (JsonNode element : value) {
                out.append(before);
                before = ',';
                write(element, out);
            }
            out.append(value.isEmpty() ? "[]" : "]");
        } else if (value.isString()) {
            string(value.asString(), out);
        } else if (value.isIntegralNumber() || value.isBoolean() || value.isNull()) {
            out.append(value);
        } else {
            throw new NoteException("canonical JSON has no such value as " + value);
        }
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    /** As the reference implementation sorts, which does not see UTF-16. */
    private static int byCodePoint(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == a.length() || i == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        boolean highA = Character.isSurrogate(a.charAt(i));
        boolean highB = Character.isSurrogate(b.charAt(i));
        return highA == highB ? Character.compare(a.charAt(i), b.charAt(i)) : highA ? 1 : -1;
    }
}
