package dev.waag.code;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths put together, and files opened, read, written and copied. */
final class Paths {
    private Paths() {}

    static Value join(Walk walk, Call c) {
        StringBuilder out = new StringBuilder();
        int marks = c.marks();
        for (Value v : c.args()) {
            String s = v.textOrHole();
            out.append(out.isEmpty() || out.charAt(out.length() - 1) == '/' ? "" : "/")
                    .append(s);
        }
        return walk.evaluator.made(c.node(), out.toString(), false, marks & ~Mark.COMPUTED);
    }

    /** The file that {@code open} gives. */
    static Value open(Effects effects, Call c) {
        Value path = c.args().isEmpty() ? c.arg(0, "file") : c.args().getFirst();
        String mode = c.arg(1, "mode").text();
        boolean writes =
                mode != null && (mode.contains("w") || mode.contains("a") || mode.contains("x") || mode.contains("+"));
        int read = touch(effects, c, path, writes);
        Map<String, Value> fields = new HashMap<>();
        fields.put("path", path);
        fields.put("name", path);
        int marks = writes
                ? path.marks() & (Mark.PERSIST_PATH | Mark.SITE_PATH | Mark.TEMP)
                : read | path.marks() & (Mark.OWN | Mark.TEMP);
        return new Value("open()", null, false, null, null, fields, null, null, marks);
    }

    /** A file is opened, by whatever function: what it is says what that means. */
    static int touch(Effects effects, Call c, Value path, boolean writes) {
        int marks = path.marks();
        String text = path.text();
        if (Mark.any(marks, Mark.HOME | Mark.TEMP | Mark.PERSIST_PATH | Mark.SITE_PATH)
                || text != null && Places.isOutside(text)) {
            effects.add(
                    Signal.FILES_OUTSIDE,
                    c.node(),
                    writes ? "writes files outside its own package" : "reads files outside its own package");
        }
        if (writes) {
            if (Mark.any(marks, Mark.PERSIST_PATH)) {
                effects.add(
                        Signal.PERSISTENCE, c.node(), "writes to a place from which code is started again and again");
            }
            if (text != null
                    && Places.isStartFile(text)
                    && (text.indexOf('/') >= 0 || Mark.any(marks, Mark.SITE_PATH))) {
                effects.add(Signal.PTH_WRITTEN, c.node(), "writes a file that the interpreter runs at every start");
            }
            return 0;
        }
        if (Mark.any(marks, Mark.BROWSER_PATH)) {
            effects.add(Signal.BROWSER_DATA_READ, c.node(), "reads what a browser keeps about its user");
            return Mark.BROWSER | Mark.FILE | Mark.FOREIGN;
        }
        if (Mark.any(marks, Mark.CREDENTIAL_PATH)) {
            effects.add(Signal.CREDENTIALS_READ, c.node(), "reads a file that holds credentials");
            return Mark.SECRET | Mark.FILE | Mark.FOREIGN;
        }
        // a setup.py runs in its own folder: what it reads there came with it
        boolean own = Mark.any(marks, Mark.OWN) || effects.inSetup() && text != null && isBeside(text);
        return Mark.FILE | (own ? 0 : Mark.FOREIGN) | (Mark.any(marks, Mark.HOME) ? Mark.HOME : 0);
    }

    private static boolean isBeside(String path) {
        return !path.isEmpty() && !path.startsWith(".") && !path.contains("..") && !Places.isOutside(path);
    }

    /** A file is deleted. */
    static void touchOnly(Effects effects, Call c, Value path) {
        String text = path.text();
        if (Mark.any(path.marks(), Mark.HOME) || text != null && Places.isOutside(text)) {
            effects.add(Signal.FILES_OUTSIDE, c.node(), "deletes files outside its own package");
        }
    }

    /** Methods of paths and files. */
    static @Nullable Value method(Effects effects, Call c, Value object, String method) {
        boolean path = object.text() != null || Mark.any(object.marks(), Mark.PATHS);
        switch (method) {
            case "read_text", "read_bytes" -> {
                int read = touch(effects, c, object, false);
                return Value.marked(read | object.marks() & Mark.OWN);
            }
            case "write_text", "write_bytes" -> {
                touch(effects, c, object, true);
                effects.wrote(c, object, List.of(source(effects, c), Effects.key(object)), c.marks());
                return Value.UNKNOWN;
            }
            case "open" -> {
                if (path && object.name().isEmpty()) {
                    List<Value> args = new java.util.ArrayList<>(List.of(object));
                    args.addAll(c.args());
                    return open(effects, new Call(c.node(), "open", c.callee(), args, c.named(), c.scope()));
                }
            }
            case "read", "readlines", "readline", "getvalue" -> {
                if (object.name().equals("open()")) {
                    return Value.marked(object.marks());
                }
                return c.callee().unit() != null || object.name().isEmpty() && object.marks() == 0
                        ? null
                        : Names.isNetwork(c.name()) ? null : Value.marked(object.marks());
            }
            case "joinpath", "with_name", "expanduser", "absolute", "resolve" -> {
                if (path) {
                    StringBuilder out = new StringBuilder(object.textOrHole());
                    for (Value v : c.args()) {
                        out.append('/').append(v.textOrHole());
                    }
                    return Value.text(out.toString(), object.marks() | c.marks() | Places.marks(out.toString()));
                }
            }
            case "glob", "rglob", "iterdir" -> {
                if (path) {
                    touch(effects, c, object.mark(c.marks()), false);
                    return Value.marked(object.marks() | c.marks());
                }
            }
            case "exists", "is_file", "is_dir" -> {
                return c.callee().unit() != null ? null : Value.UNKNOWN;
            }
            case "rename", "symlink_to", "touch" -> {
                if (path && !c.args().isEmpty()) {
                    touch(effects, c, c.args().getFirst(), true);
                }
            }
            default -> {}
        }
        return null;
    }

    private static String source(Effects effects, Call c) {
        int function = effects.tree().child(c.node(), Field.FUNCTION);
        int object = function == Tree.NO ? Tree.NO : effects.tree().child(function, Field.OBJECT);
        return object == Tree.NO ? "" : effects.source(object);
    }
}
