package dev.waag.inspect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code entry_points.txt} (entry points specification): groups in brackets, below them {@code name = module:object}.
 *
 * @param all in their order
 */
record EntryPoints(List<EntryPoint> all) {
    private static final int MOST = 5_000;

    /**
     * One of them.
     *
     * @param target {@code module}, or {@code module:object}, extras taken off
     */
    record EntryPoint(String group, String name, String target) {
        boolean command() {
            return group.equals("console_scripts") || group.equals("gui_scripts");
        }

        @Override
        public String toString() {
            return group + ": " + name + " = " + target;
        }
    }

    static final EntryPoints NONE = new EntryPoints(List.of());

    /** What cannot be read as such is passed over, as installers do. */
    static EntryPoints parse(byte[] content) {
        List<EntryPoint> all = new ArrayList<>();
        String group = "";
        for (String raw : new String(content, StandardCharsets.UTF_8).split("\\R", -1)) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                group = line.substring(1, line.length() - 1).strip();
                continue;
            }
            int equals = line.indexOf('=');
            if (equals > 0 && all.size() < MOST) {
                String target = line.substring(equals + 1).strip();
                int extras = target.indexOf('[');
                all.add(new EntryPoint(
                        group,
                        line.substring(0, equals).strip(),
                        extras < 0 ? target : target.substring(0, extras).strip()));
            }
        }
        return new EntryPoints(List.copyOf(all));
    }
}
