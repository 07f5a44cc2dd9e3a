package dev.waag.doctor;

import java.util.List;

/** {@code tox.ini}: commands and variables by text, {@code deps} as lines of a requirements file. */
final class Tox {
    private Tox() {}

    static void examine(String text, Source source, Judge judge) {
        Ini ini = Ini.parse(text);
        ini.fault().ifPresent(f -> judge.unreadable(source.place() + ":" + f.line(), f.reason()));
        CommandLines commands = new CommandLines(source, judge);
        for (Ini.Entry entry : ini.entries()) {
            switch (entry.key()) {
                case "deps", "requires" -> entry.lines().forEach(l -> dependency(l, source, judge));
                case "indexserver" -> entry.lines().forEach(l -> server(l, source, judge));
                default -> commands.lines(entry.lines());
            }
        }
    }

    /** A line may begin with the factors that it is for: {@code py311,lint: name}. */
    private static void dependency(Ini.Line line, Source source, Judge judge) {
        String text = line.text().replaceFirst("^[!A-Za-z0-9_.,{}-]+:\\s+", "");
        RequirementLine.judge(new Words.Logical(List.of(new Ini.Line(text, line.number()))), Client.PIP, source, judge);
    }

    private static void server(Ini.Line line, Source source, Judge judge) {
        int equals = line.text().indexOf('=');
        if (equals > 0) {
            String name = line.text().substring(0, equals).strip();
            String spelling = name.matches("[A-Za-z0-9_-]{1,40}") ? name : "indexserver";
            Where where = source.at(line.number(), spelling, Source.Style.INI);
            judge.option(
                    Client.PIP, "index-url", line.text().substring(equals + 1).strip(), where);
        }
    }
}
