package dev.waag.python;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of CPython to install for: {@code 3.11}, {@code 3.11.4}, {@code 3.14.0rc1}, and with a {@code t} at the end, {@code 3.14t}, the
 * free-threaded build.
 */
record TargetPython(int major, int minor, Optional<String> fullVersion, boolean freeThreaded) {
    private static final Pattern FORM =
            Pattern.compile("([1-9])\\.(0|[1-9][0-9]?)(\\.(?:0|[1-9][0-9]{0,2})(?:(?:a|b|rc)[0-9]{1,2})?)?(t?)");

    /** Throws IllegalArgumentException, with a message fit for people, where the text is none. */
    static TargetPython parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a version of Python such as 3.11 or 3.11.4: " + Excerpts.of(text));
        }
        String version = form.group(1) + "." + form.group(2);
        return new TargetPython(
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                Optional.ofNullable(form.group(3)).map(patch -> version + patch),
                !form.group(4).isEmpty());
    }

    /** The first two numbers, {@code 3.11}. */
    String version() {
        return major + "." + minor;
    }
}
