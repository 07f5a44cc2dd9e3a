package dev.waag.doctor;

import java.util.List;

/** {@code pip.conf}: every section may set every option; names with underscores, capitals or leading dashes mean the same. */
final class PipConfig {
    private static final List<String> FLAGS = List.of("no-build-isolation");

    private PipConfig() {}

    static void examine(String text, Source source, Judge judge) {
        Ini ini = Ini.parse(text);
        ini.fault().ifPresent(f -> judge.unreadable(source.place() + ":" + f.line(), f.reason()));
        for (Ini.Entry entry : ini.entries()) {
            options(entry, Client.PIP, source, judge);
        }
    }

    /** One entry, its value a list of words. */
    static void options(Ini.Entry entry, Client client, Source source, Judge judge) {
        String option = entry.key().replaceFirst("^--", "").replace('_', '-');
        if (FLAGS.contains(option)) {
            String value = entry.lines().getFirst().text();
            judge.option(client, option, value, source.at(entry.line(), entry.key(), Source.Style.INI));
            return;
        }
        for (Ini.Line word : entry.words()) {
            judge.option(client, option, word.text(), source.at(word.number(), entry.key(), Source.Style.INI));
        }
    }
}
