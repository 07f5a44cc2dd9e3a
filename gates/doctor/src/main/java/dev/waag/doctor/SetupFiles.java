package dev.waag.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code setup.cfg} and {@code setup.py}. */
final class SetupFiles {
    private static final List<String> REQUIREMENTS = List.of("install_requires", "setup_requires", "tests_require");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]*)\"|'([^'\\\\]*)'");

    private SetupFiles() {}

    static void config(String text, Source source, Judge judge) {
        Ini ini = Ini.parse(text);
        ini.fault().ifPresent(f -> judge.unreadable(source.place() + ":" + f.line(), f.reason()));
        for (Ini.Entry entry : ini.entries()) {
            if (entry.section().equals("easy_install")) {
                PipConfig.options(entry, Client.SETUPTOOLS, source, judge);
            } else if (entry.key().equals("dependency_links")) {
                entry.words().forEach(w -> link(w.text(), w.number(), source, judge));
            } else if (REQUIREMENTS.contains(entry.key()) || entry.section().equals("options.extras_require")) {
                for (Ini.Line line : entry.lines()) {
                    Where where = source.at(line.number(), entry.key(), Source.Style.INI);
                    judge.requirement(Client.SETUPTOOLS, line.text(), where);
                }
            }
        }
    }

    /** By text alone: strings after {@code dependency_links} up to the closing bracket, and {@code name @ url} strings anywhere. */
    static void script(String text, Source source, Judge judge) {
        boolean links = false;
        int number = 0;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            if (line.stripLeading().startsWith("#")) {
                continue;
            }
            int at = line.indexOf("dependency_links");
            links |= at >= 0;
            Matcher quoted = QUOTED.matcher(line);
            while (quoted.find()) {
                String string = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
                if (links && quoted.start() > at && DirectUrl.isRemote(string)) {
                    link(string, number, source, judge);
                } else if (DirectUrl.in(string)
                        .filter(u -> !u.name().isEmpty() && !u.url().equals(string))
                        .isPresent()) {
                    judge.requirement(Client.SETUPTOOLS, string, source.at(number, "requirement", Source.Style.INI));
                }
            }
            links &= line.indexOf(']', Math.max(0, at)) < 0;
        }
    }

    private static void link(String url, int line, Source source, Judge judge) {
        boolean gate = judge.gate().isPresent() && judge.gate().get().serves(url);
        if (DirectUrl.isRemote(url) && !gate) {
            Where where = source.at(line, "dependency_links", Source.Style.INI);
            judge.find(
                    "dependency-links",
                    Client.SETUPTOOLS,
                    where,
                    "setuptools fetches a dependency from " + Shown.url(url) + ", not through the gate",
                    where.remove() + "; require the project by name and version");
        }
    }
}
