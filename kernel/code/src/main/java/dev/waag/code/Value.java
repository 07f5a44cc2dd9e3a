package dev.waag.code;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a value: everything may be unknown.
 *
 * @param name where it comes from by its full name: {@code os.system}, or {@code requests.get()} for what a call gave; empty where unknown
 * @param text its text, unknown parts as {@link #HOLE}
 * @param bytes whether the text is one of bytes
 * @param number its number
 * @param items the elements of a list or tuple
 * @param fields by key: those of a dictionary, an instance, a namespace; shared by everybody who holds the value
 * @param unit the function or class of this file that it is, or is an instance of
 * @param self the instance that a method is bound to
 * @param marks bits of {@link Mark}
 */
record Value(
        String name,
        @Nullable String text,
        boolean bytes,
        @Nullable Long number,
        @Nullable List<Value> items,
        @Nullable Map<String, Value> fields,
        @Nullable Unit unit,
        @Nullable Value self,
        int marks) {
    static final char HOLE = '\uFFFC';
    static final Value UNKNOWN = new Value("", null, false, null, null, null, null, null, 0);

    static Value named(String name, int marks) {
        return new Value(name, null, false, null, null, null, null, null, marks);
    }

    static Value text(String text, int marks) {
        return new Value("", text, false, null, null, null, null, null, marks);
    }

    static Value bytes(String text, int marks) {
        return new Value("", text, true, null, null, null, null, null, marks);
    }

    static Value number(long number) {
        return new Value("", null, false, number, null, null, null, null, 0);
    }

    static Value marked(int marks) {
        return marks == 0 ? UNKNOWN : new Value("", null, false, null, null, null, null, null, marks);
    }

    static Value list(List<Value> items) {
        int marks = 0;
        for (Value item : items) {
            marks |= item.marks;
        }
        return new Value("", null, false, null, items, null, null, null, marks);
    }

    static Value fields(Map<String, Value> fields, int marks) {
        return new Value("", null, false, null, null, fields, null, null, marks);
    }

    static Value of(Unit unit) {
        return new Value("", null, false, null, null, null, unit, null, 0);
    }

    static Value instance(Unit unit) {
        return new Value("()", null, false, null, null, new HashMap<>(), unit, null, 0);
    }

    Value bind(Value object) {
        return new Value(name, text, bytes, number, items, fields, unit, object, marks);
    }

    Value mark(int more) {
        return (marks | more) == marks
                ? this
                : new Value(name, text, bytes, number, items, fields, unit, self, marks | more);
    }

    Value marks(int all) {
        return all == marks ? this : new Value(name, text, bytes, number, items, fields, unit, self, all);
    }

    boolean isInstance() {
        return unit != null && name.equals("()");
    }

    /** Whether every character of the text is known. */
    boolean isExact() {
        return text != null && text.indexOf(HOLE) < 0;
    }

    /** The text, or a hole. */
    String textOrHole() {
        return text != null ? text : number != null ? number.toString() : String.valueOf(HOLE);
    }

    /** Either of two: what is known of the newer one, with the marks of both. */
    Value or(Value older) {
        Value base = this.equals(UNKNOWN) || name.equals("None") ? older : this;
        return base.mark(marks | older.marks);
    }

    @Override
    public String toString() {
        return name + (text != null ? "'" + text + "'" : "") + (items != null ? "[" + items.size() + "]" : "") + " "
                + Integer.toHexString(marks);
    }
}
