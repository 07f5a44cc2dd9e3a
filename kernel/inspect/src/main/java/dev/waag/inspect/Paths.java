package dev.waag.inspect;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names of an archive's members: each must lead to one place within the tree, on every system. */
final class Paths {
    private final Limits limits;
    private final Problems problems;
    private final boolean foldersRepeat;
    /** What stands at a path, by how the most careless file system would compare it. */
    private final Map<String, Place> places = new HashMap<>();

    private final Set<String> links = new HashSet<>();

    private final Seen seen;

    /** Told of each sound name. */
    interface Seen {
        void see(String name, boolean folder);
    }

    private record Place(String name, boolean folder, boolean named) {}

    /** @param foldersRepeat whether a folder may have several entries, as in a tar */
    Paths(Limits limits, Problems problems, boolean foldersRepeat, Seen seen) {
        this.seen = seen;
        this.limits = limits;
        this.problems = problems;
        this.foldersRepeat = foldersRepeat;
    }

    /** A name without what changes nothing: a leading {@code ./}, a slash at the end, doubled slashes, {@code .} in between. */
    static String plain(String name) {
        String n = name;
        if (n.contains("//") || n.startsWith("./") || n.contains("/./") || n.endsWith("/.") || n.equals(".")) {
            StringBuilder out = new StringBuilder();
            for (String part : n.split("/", -1)) {
                if (!part.isEmpty() && !part.equals(".")) {
                    out.append(out.isEmpty() ? "" : "/").append(part);
                }
            }
            return (n.startsWith("/") ? "/" : "") + out;
        }
        return n.endsWith("/") && n.length() > 1 ? n.substring(0, n.length() - 1) : n;
    }

    /** Checks a member's name and its place among the others. */
    void add(String raw, boolean folder) {
        String name = plain(raw);
        if (name.isEmpty()) {
            if (!folder) {
                problems.unsafe(raw, "a member without a name");
            }
            return;
        }
        if (!sound(raw, name)) {
            return;
        }
        seen.see(name, folder);
        String key = key(name);
        for (int i = key.indexOf('/'); i >= 0; i = key.indexOf('/', i + 1)) {
            parent(key.substring(0, i), name);
        }
        Place before = places.putIfAbsent(key, new Place(name, folder, true));
        if (before != null) {
            clash(before, name, folder);
            if (!before.named()) {
                places.put(key, new Place(name, folder, true));
            }
        }
    }

    private void parent(String key, String name) {
        if (links.contains(key)) {
            problems.unsafe(name, "a member below a link: it would be written where that leads");
        }
        Place at = places.get(key);
        if (at == null) {
            String folder = name.substring(0, prefix(name, key));
            places.put(key, new Place(folder, true, false));
        } else if (!at.folder()) {
            problems.unsafe(at.name(), "a file that is also a folder", name);
        } else if (!name.startsWith(at.name() + "/")) {
            problems.unsafe(name, "a folder whose name is another's but for case or Unicode form", at.name());
        }
    }

    /** Where in the name the same number of folders ends; folding may change lengths. */
    private static int prefix(String name, String key) {
        int slashes = 0;
        for (int i = 0; i < key.length(); i++) {
            slashes += key.charAt(i) == '/' ? 1 : 0;
        }
        int at = -1;
        for (int i = 0; i <= slashes; i++) {
            at = name.indexOf('/', at + 1);
        }
        return at < 0 ? name.length() : at;
    }

    private void clash(Place before, String name, boolean folder) {
        if (before.folder() != folder) {
            problems.unsafe(name, "a file that is also a folder", before.name());
        } else if (!before.name().equals(name)) {
            problems.unsafe(name, "a name that is another's but for case or Unicode form", before.name());
        } else if (!folder || before.named() && !foldersRepeat) {
            problems.unsafe(name, "two members of the same name");
        }
    }

    private boolean sound(String raw, String name) {
        boolean sound = true;
        if (name.startsWith("/")) {
            problems.unsafe(raw, "an absolute name: it would be written outside the tree");
            sound = false;
        }
        if (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0))) {
            problems.unsafe(raw, "a name with a drive: it would be written outside the tree on Windows");
            sound = false;
        }
        if (name.indexOf('\\') >= 0) {
            problems.unsafe(raw, "a backslash in a name, which is a folder's separator on Windows only");
            sound = false;
        }
        int depth = 1;
        for (String part : name.split("[/\\\\]", -1)) {
            depth++;
            if (part.equals("..")) {
                problems.unsafe(raw, "a name with '..': it would be written outside its folder");
                return false;
            }
        }
        if (depth > limits.folders()) {
            problems.unsafe(raw, "lies more than " + limits.folders() + " folders deep (limit: folders)");
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int type = Character.getType(c);
            if (Character.isISOControl(c)
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                problems.unsafe(raw, "a control character in a name");
                return false;
            }
            if (c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069) {
                problems.unsafe(
                        raw, "a character in a name that turns the direction of writing, so that it reads as another");
                return false;
            }
        }
        return sound;
    }

    /** A symbolic link: what it points to, seen from its own folder, must be in the tree. */
    void link(String raw, String target) {
        String name = plain(raw);
        links.add(key(name));
        int slash = name.lastIndexOf('/');
        target(raw, slash < 0 ? "" : name.substring(0, slash), target);
    }

    /** A hard link names its target from the top. */
    void hardLink(String raw, String target) {
        if (!places.containsKey(key(plain(target)))) {
            problems.unsafe(raw, "a hard link to what does not stand before it in the archive", target);
        }
        target(raw, "", target);
    }

    private void target(String raw, String folder, String target) {
        int depth = folder.isEmpty() ? 0 : folder.split("/").length;
        boolean out = target.isEmpty()
                || target.startsWith("/")
                || target.indexOf('\\') >= 0
                || target.indexOf('\0') >= 0
                || target.length() > 1 && target.charAt(1) == ':';
        // in an sdist the first folder is the tree
        int floor = foldersRepeat && depth > 0 ? 1 : 0;
        for (String part : target.split("/", -1)) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.isEmpty() && !part.equals(".")) {
                depth++;
            }
            out |= depth < floor;
        }
        if (out) {
            problems.unsafe(raw, "a link out of the tree", "-> " + target);
        }
    }

    /** How the most careless file system compares names: without regard to case and Unicode form. */
    static String key(String name) {
        boolean plain = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80 || c >= 'A' && c <= 'Z') {
                plain = false;
                break;
            }
        }
        if (plain) {
            return name;
        }
        String folded = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }
}
