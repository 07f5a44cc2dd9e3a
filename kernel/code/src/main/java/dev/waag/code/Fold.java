package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Works out what text a call on constants gives, so that a name or a payload that was taken apart is seen whole. Nothing where it cannot. */
final class Fold {
    /** Longer texts are not put together. */
    static final int MOST = 1 << 20;

    private Fold() {}

    static @Nullable Value method(Value object, String method, List<Value> args) {
        String s = object.text();
        if (s == null) {
            return null;
        }
        int marks = object.marks();
        for (Value arg : args) {
            marks |= arg.marks();
        }
        Value first = args.isEmpty() ? null : args.get(0);
        String a = first == null ? null : first.text();
        String b = args.size() < 2 ? null : args.get(1).text();
        return switch (method) {
            case "join" -> first == null ? null : join(s, first, marks, object.bytes());
            case "format" -> Value.text(format(s, args), marks | Mark.COMPUTED);
            case "replace" ->
                a == null || b == null || a.isEmpty() ? null : of(object, s.replace(a, b), marks | Mark.COMPUTED);
            case "lower", "casefold" -> of(object, s.toLowerCase(Locale.ROOT), marks);
            case "upper" -> of(object, s.toUpperCase(Locale.ROOT), marks);
            case "title", "capitalize" -> of(object, s, marks);
            case "swapcase" -> of(object, swapcase(s), marks | Mark.COMPUTED);
            case "strip", "lstrip", "rstrip" -> of(object, s.strip(), marks);
            case "encode" -> encode(s, a, marks, object.bytes());
            case "decode" -> decode(s, a, marks);
            case "split" -> split(s, a, marks);
            case "hex" -> Value.text(java.util.HexFormat.of().formatHex(s.getBytes(ISO_8859_1)), marks | Mark.ENCODED);
            case "removeprefix" -> of(object, a != null && s.startsWith(a) ? s.substring(a.length()) : s, marks);
            case "removesuffix" ->
                of(object, a != null && s.endsWith(a) ? s.substring(0, s.length() - a.length()) : s, marks);
            default -> null;
        };
    }

    private static Value of(Value like, String text, int marks) {
        return like.bytes() ? Value.bytes(text, marks) : Value.text(text, marks);
    }

    private static @Nullable Value join(String by, Value list, int marks, boolean bytes) {
        List<Value> items = elements(list);
        if (items == null) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        boolean single = items.size() > 4;
        for (int i = 0; i < items.size() && out.length() < MOST; i++) {
            String part = items.get(i).textOrHole();
            single &= part.length() == 1;
            out.append(i > 0 ? by : "").append(part);
        }
        int more = marks | Mark.COMPUTED | (single ? Mark.SCRAMBLED : 0);
        return bytes ? Value.bytes(out.toString(), more) : Value.text(out.toString(), more);
    }

    /** The elements of a list, or the characters of a text. */
    static @Nullable List<Value> elements(Value v) {
        if (v.items() != null) {
            return v.items();
        }
        String s = v.text();
        if (s == null || s.length() > 65536) {
            return null;
        }
        List<Value> out = new ArrayList<>(s.length());
        for (int i = 0; i < s.length(); i++) {
            out.add(v.bytes() ? Value.number(s.charAt(i)) : Value.text(String.valueOf(s.charAt(i)), v.marks()));
        }
        return out;
    }

    private static String format(String s, List<Value> args) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            int close = c == '{' ? s.indexOf('}', i) : -1;
            if (close < 0) {
                out.append(c);
                continue;
            }
            String field = s.substring(i + 1, close);
            int at = field.isEmpty()
                    ? next++
                    : field.length() < 4 && field.chars().allMatch(Character::isDigit) ? Integer.parseInt(field) : -1;
            out.append(at >= 0 && at < args.size() ? args.get(at).textOrHole() : String.valueOf(Value.HOLE));
            i = close;
        }
        return out.toString();
    }

    /** {@code "…%s…" % values}. */
    static String percent(String s, Value right) {
        List<Value> args = right.items() != null ? right.items() : List.of(right);
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c != '%' || i + 1 >= s.length()) {
                out.append(c);
                continue;
            }
            char d = s.charAt(++i);
            if (d == '%') {
                out.append('%');
            } else if (d == 's' || d == 'd' || d == 'r' || d == 'c') {
                Value v = next < args.size() ? args.get(next) : Value.UNKNOWN;
                next++;
                Long n = v.number();
                out.append(
                        d == 'c' && n != null && n >= 0 && n < 0x10000
                                ? String.valueOf((char) n.intValue())
                                : v.textOrHole());
            } else {
                out.append(Value.HOLE);
                while (i < s.length() && !Character.isLetter(s.charAt(i))) {
                    i++;
                }
            }
        }
        return out.toString();
    }

    private static String swapcase(String s) {
        StringBuilder out = new StringBuilder();
        for (char c : s.toCharArray()) {
            out.append(Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
        return out.toString();
    }

    private static Value encode(String s, @Nullable String encoding, int marks, boolean bytes) {
        if (encoding != null && Decoders.isTransform(encoding)) {
            return Value.bytes(Decoders.transform(encoding, s, true), marks | Mark.ENCODED);
        }
        return bytes ? Value.bytes(s, marks) : Value.bytes(new String(s.getBytes(UTF_8), ISO_8859_1), marks);
    }

    private static Value decode(String s, @Nullable String encoding, int marks) {
        if (encoding != null && Decoders.isTransform(encoding)) {
            return Value.text(Decoders.transform(encoding, s, false), marks | Mark.DECODED);
        }
        return Value.text(s.indexOf(Value.HOLE) >= 0 ? s : new String(s.getBytes(ISO_8859_1), UTF_8), marks);
    }

    private static Value split(String s, @Nullable String by, int marks) {
        List<Value> out = new ArrayList<>();
        if (s.length() < 65536) {
            for (String part : by == null || by.isEmpty()
                    ? s.strip().split("\\s+")
                    : s.split(java.util.regex.Pattern.quote(by), -1)) {
                out.add(Value.text(part, marks));
            }
        }
        return Value.list(out).mark(marks);
    }

    /** The builtins that make text and numbers. */
    static @Nullable Value function(String name, List<Value> args) {
        if (args.isEmpty()) {
            return null;
        }
        Value a = args.get(0);
        String s = a.text();
        Long n = a.number();
        return switch (name) {
            case "chr", "unichr" ->
                n != null && Character.isValidCodePoint(n.intValue())
                        ? Value.text(Character.toString(n.intValue()), Mark.COMPUTED | Mark.SCRAMBLED)
                        : null;
            case "ord" -> s != null && s.length() == 1 ? Value.number(s.charAt(0)) : null;
            case "int" -> s != null && s.length() < 18 ? number(s, args) : a.number() != null ? a : null;
            case "str" -> s != null ? a.bytes() ? Value.text(s, a.marks()) : a : null;
            case "len" ->
                s != null
                        ? Value.number(s.length())
                        : a.items() != null ? Value.number(a.items().size()) : null;
            case "bytes", "bytearray" -> s != null ? Value.bytes(s, a.marks()) : numbers(a);
            case "reversed" -> reversed(a);
            case "list", "tuple", "iter", "sorted" -> {
                List<Value> items = s != null && s.length() > 4096 ? null : elements(a);
                yield items == null ? null : Value.list(items).mark(a.marks());
            }
            case "range", "xrange" -> range(args);
            default -> null;
        };
    }

    private static @Nullable Value number(String s, List<Value> args) {
        Long base = args.size() > 1 ? args.get(1).number() : Long.valueOf(10);
        try {
            String digits = s.strip().toLowerCase(Locale.ROOT).replaceFirst("^0[xob]", "");
            return base == null || base < 2 || base > 36 ? null : Value.number(Long.parseLong(digits, base.intValue()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Value numbers(Value list) {
        if (list.items() == null || list.items().isEmpty()) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        for (Value item : list.items()) {
            Long n = item.number();
            if (n == null) {
                return null;
            }
            out.append((char) (n & 0xff));
        }
        return Value.bytes(out.toString(), list.marks() | Mark.COMPUTED | (out.length() > 4 ? Mark.SCRAMBLED : 0));
    }

    private static @Nullable Value reversed(Value a) {
        if (a.text() != null) {
            return of(a, new StringBuilder(a.text()).reverse().toString(), a.marks() | Mark.COMPUTED | Mark.SCRAMBLED);
        }
        if (a.items() == null) {
            return null;
        }
        List<Value> items = new ArrayList<>(a.items());
        Collections.reverse(items);
        return Value.list(items).mark(a.marks());
    }

    private static @Nullable Value range(List<Value> args) {
        Long a = args.get(0).number();
        Long b = args.size() > 1 ? args.get(1).number() : a;
        Long step = args.size() > 2 ? args.get(2).number() : Long.valueOf(1);
        if (a == null || b == null || step == null || step == 0) {
            return null;
        }
        long from = args.size() > 1 ? a : 0;
        List<Value> out = new ArrayList<>();
        for (long i = from; step > 0 ? i < b : i > b; i += step) {
            if (out.size() > 2000) {
                return null;
            }
            out.add(Value.number(i));
        }
        return Value.list(out);
    }

    /** {@code text[from:to:step]}. */
    static @Nullable Value slice(Value v, @Nullable Long from, @Nullable Long to, @Nullable Long step) {
        List<Value> items = v.items();
        String s = v.text();
        int size = s != null ? s.length() : items != null ? items.size() : -1;
        if (size < 0) {
            return null;
        }
        long by = step == null ? 1 : step;
        if (by == 0 || Math.abs(by) > MOST) {
            return null;
        }
        long a = from == null ? by > 0 ? 0 : size - 1 : clamp(from, size, by);
        long b = to == null ? by > 0 ? size : -1 : clamp(to, size, by);
        StringBuilder out = new StringBuilder();
        List<Value> list = new ArrayList<>();
        for (long i = a; by > 0 ? i < b : i > b; i += by) {
            if (i < 0 || i >= size) {
                continue;
            }
            if (s != null) {
                out.append(s.charAt((int) i));
            } else if (items != null) {
                list.add(items.get((int) i));
            }
        }
        int more = by != 1 ? Mark.COMPUTED | Mark.SCRAMBLED : 0;
        return s != null
                ? of(v, out.toString(), v.marks() | more)
                : Value.list(list).mark(v.marks());
    }

    private static long clamp(long i, int size, long by) {
        long at = i < 0 ? i + size : i;
        return Math.max(by > 0 ? 0 : -1, Math.min(at, by > 0 ? size : size - 1));
    }

    static String rot13(String s) {
        StringBuilder out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            char base = c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : 0;
            out.append(base == 0 ? c : (char) (base + (c - base + 13) % 26));
        }
        return out.toString();
    }
}
