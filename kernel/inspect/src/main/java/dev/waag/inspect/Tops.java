package dev.waag.inspect;

/** The one folder that everything of an sdist lies in (source distribution format, "Source distribution archive features"). */
final class Tops {
    private final boolean wanted;
    private final Problems problems;
    private String top = "";
    private boolean told;

    Tops(boolean wanted, Problems problems) {
        this.wanted = wanted;
        this.problems = problems;
    }

    void see(String name, boolean folder) {
        if (!wanted || told) {
            return;
        }
        int slash = name.indexOf('/');
        if (slash < 0 && !folder) {
            problems.unsafe(name, "a file outside the sdist's one top folder");
            told = true;
            return;
        }
        String first = slash < 0 ? name : name.substring(0, slash);
        if (top.isEmpty()) {
            top = first;
        } else if (!top.equals(first)) {
            problems.unsafe(name, "more than one top folder in an sdist", top);
            told = true;
        }
    }
}
