package dev.waag.doctor;

import java.util.List;

/**
 * Command lines in scripts, Dockerfiles, Makefiles, workflows, tox.ini and noxfile.py, found by text: options of pip, uv,
 * Poetry, PDM and Pipenv, and the variables that set the same.
 */
final class CommandLines {
    private final Source source;
    private final Judge judge;

    CommandLines(Source source, Judge judge) {
        this.source = source;
        this.judge = judge;
    }

    /** A file in which a line is a command, or holds one. */
    void script(String text) {
        for (Words.Logical line : Words.join(plain(text), 1)) {
            scan(Words.command(line), false);
        }
    }

    /** A Python file that calls the clients: a call may take several lines, so the whole is one run of words. */
    void python(String text) {
        List<Words.Word> words = Words.join(plain(text), 1).stream()
                .map(Words::command)
                .flatMap(List::stream)
                .toList();
        scan(words, true);
    }

    /** Lines of a value in an INI file. */
    void lines(List<Ini.Line> lines) {
        for (Ini.Line line : lines) {
            scan(Words.command(new Words.Logical(List.of(line))), false);
        }
    }

    private static String[] plain(String text) {
        return text.replace("\\n", " ").split("\r\n|\r|\n", -1);
    }

    private void scan(List<Words.Word> words, boolean anywhere) {
        Command command = new Command(source, judge, words, anywhere);
        while (command.step()) {
            // Each step judges one word with what belongs to it.
        }
    }
}
