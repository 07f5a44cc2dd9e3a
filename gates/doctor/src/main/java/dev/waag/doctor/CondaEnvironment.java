package dev.waag.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code pip:} list of a conda {@code environment.yml}, whose items are lines of a requirements file. */
final class CondaEnvironment {
    private static final Pattern PIP = Pattern.compile("^(\\s*)-\\s+[\"']?pip[\"']?\\s*:\\s*(#.*)?$");
    private static final Pattern ITEM = Pattern.compile("^(\\s*)-\\s+(.*)$");

    private CondaEnvironment() {}

    static void examine(String text, Source source, Judge judge) {
        judge.uses(Client.CONDA, source.at(1, "environment.yml", Source.Style.TOML));
        int indent = -1;
        int number = 0;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            Matcher pip = PIP.matcher(line);
            Matcher item = ITEM.matcher(line);
            if (pip.matches()) {
                indent = pip.group(1).length();
            } else if (indent >= 0 && item.matches() && item.group(1).length() > indent) {
                String requirement = item.group(2).replaceAll("^([\"'])(.*)\\1$", "$2");
                Words.Logical logical = new Words.Logical(List.of(new Ini.Line(requirement, number)));
                RequirementLine.judge(logical, Client.CONDA, source, judge);
            } else if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                indent = -1;
            }
        }
    }
}
