package dev.waag.lock;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON to the byte as Python's {@code json.dumps(value, sort_keys=True)} writes it: content hashes are computed over that text.
 *
 * <p>Takes nodes, maps, lists, strings, numbers, booleans, and null as {@link Node.Nothing}.
 */
final class PythonJson {
    /** A value that Python's writer refuses too, such as a date. */
    static final class NotJson extends Exception {
        private static final long serialVersionUID = 1;

        NotJson(String message) {
            super(message);
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final String comma;
    private final String colon;

    private PythonJson(String comma, String colon) {
        this.comma = comma;
        this.colon = colon;
    }

    /** With Python's default separators, {@code ", "} and {@code ": "}. */
    static String spaced(Object value) throws NotJson {
        return dump(new PythonJson(", ", ": "), value);
    }

    /** With {@code separators=(",", ":")}. */
    static String compact(Object value) throws NotJson {
        return dump(new PythonJson(",", ":"), value);
    }

    private static String dump(PythonJson writer, Object value) throws NotJson {
        writer.write(value);
        return writer.out.toString();
    }

    private void write(Object value) throws NotJson {
        if (value instanceof Node node) {
            write(node.value());
        } else if (value instanceof Table table) {
            object(table.entries());
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Items items) {
            array(items.list());
        } else if (value instanceof List<?> list) {
            array(list);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Double number) {
            out.append(decimal(number));
        } else if (value instanceof Long || value instanceof Boolean) {
            out.append(value);
        } else if (value == Node.Nothing.NULL) {
            out.append("null");
        } else {
            throw new NotJson("a date or time cannot be part of the content hash");
        }
    }

    private void object(Map<?, ?> map) throws NotJson {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        entries.sort((a, b) -> compare((String) a.getKey(), (String) b.getKey()));
        out.append('{');
        for (int i = 0; i < entries.size(); i++) {
            out.append(i > 0 ? comma : "");
            string((String) entries.get(i).getKey());
            out.append(colon);
            write(entries.get(i).getValue());
        }
        out.append('}');
    }

    private void array(List<?> list) throws NotJson {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            out.append(i > 0 ? comma : "");
            write(list.get(i));
        }
        out.append(']');
    }

    /** ASCII alone; what is beyond it as UTF-16 escapes. */
    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int plain = "\"\\\n\r\t\f\b".indexOf(c);
            if (plain >= 0) {
                out.append('\\').append("\"\\nrtfb".charAt(plain));
            } else if (c < ' ' || c > '~') {
                String hex = Integer.toHexString(c);
                out.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** Python sorts by code points, Java by UTF-16 units. */
    private static int compare(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == a.length() || i == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        boolean surrogates = Character.isSurrogate(a.charAt(i)) == Character.isSurrogate(b.charAt(i));
        return surrogates ? Character.compare(a.charAt(i), b.charAt(i)) : Character.isSurrogate(a.charAt(i)) ? 1 : -1;
    }

    /** Python's {@code repr} of a float: the same shortest digits as Java's, an exponent from 1e16 and below 1e-4 only. */
    static String decimal(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        } else if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        } else if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        BigDecimal shorter = exact.round(new MathContext(1));
        // Java prefers two digits that are closer to one that tells the number apart.
        exact = exact.precision() == 2 && shorter.doubleValue() == Math.abs(value) ? shorter : exact;
        String digits = exact.unscaledValue().toString();
        int point = digits.length() - exact.scale();
        StringBuilder text = new StringBuilder(value < 0 ? "-" : "");
        if (point > 16 || point < -3) {
            text.append(digits.charAt(0));
            if (digits.length() > 1) {
                text.append('.').append(digits, 1, digits.length());
            }
            int exponent = point - 1;
            text.append('e').append(exponent < 0 ? '-' : '+');
            return text.append(Math.abs(exponent) < 10 ? "0" : "")
                    .append(Math.abs(exponent))
                    .toString();
        }
        if (point <= 0) {
            return text.append("0.").append("0".repeat(-point)).append(digits).toString();
        }
        if (point >= digits.length()) {
            return text.append(digits)
                    .append("0".repeat(point - digits.length()))
                    .append(".0")
                    .toString();
        }
        return text.append(digits, 0, point)
                .append('.')
                .append(digits, point, digits.length())
                .toString();
    }
}
