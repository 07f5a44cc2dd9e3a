package dev.waag.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One logical line of a requirements file (pip, "Requirements File Format"): a requirement, or options. Options may be
 * abbreviated as on pip's command line.
 *
 * @param included what {@code -r} names; {@code constraints} what {@code -c} names; both as written
 */
record RequirementLine(List<Included> included) {
    record Included(String path, boolean constraint, int line) {}

    private static final List<String> OPTIONS = List.of(
            "index-url",
            "pypi-url",
            "extra-index-url",
            "find-links",
            "trusted-host",
            "no-build-isolation",
            "requirement",
            "constraint",
            "editable",
            "no-index",
            "no-binary",
            "only-binary",
            "prefer-binary",
            "require-hashes",
            "pre",
            "use-feature",
            "hash",
            "config-settings",
            "global-option",
            "install-option",
            "no-build-isolation-package");
    private static final Map<String, String> SHORT =
            Map.of("-i", "index-url", "-f", "find-links", "-r", "requirement", "-c", "constraint", "-e", "editable");

    static RequirementLine judge(Words.Logical logical, Client client, Source source, Judge judge) {
        List<Words.Word> words = Words.requirement(logical);
        List<Included> included = new ArrayList<>();
        int i = requirement(words, client, source, judge);
        while (i < words.size()) {
            Words.Word word = words.get(i++);
            Optional<String> option = optionOf(word.text());
            if (option.isEmpty()) {
                continue;
            }
            String value = attached(word.text());
            boolean flag = option.get().equals("no-build-isolation");
            if (value.isEmpty() && !flag && i < words.size()) {
                value = words.get(i++).text();
            }
            String spelling = word.text().startsWith("--")
                    ? untilEquals(word.text())
                    : word.text().substring(0, 2);
            Where where = source.at(word.line(), spelling, Source.Style.OPTION);
            switch (option.get()) {
                case "requirement", "constraint" ->
                    include(value, option.get().equals("constraint"), client, where, judge, included);
                case "editable" -> judge.requirement(client, value, where);
                default -> judge.option(client, option.get(), flag ? "true" : value, where);
            }
        }
        return new RequirementLine(included);
    }

    private static void include(
            String value, boolean constraint, Client client, Where where, Judge judge, List<Included> included) {
        if (DirectUrl.isRemote(value)) {
            judge.directUrl(client, "", value, where);
        } else if (!value.isEmpty()) {
            included.add(new Included(value, constraint, where.line()));
        }
    }

    /** Judges the words before the first option as a requirement; returns the index of that option. */
    private static int requirement(List<Words.Word> words, Client client, Source source, Judge judge) {
        int end = 0;
        StringBuilder text = new StringBuilder();
        while (end < words.size() && !words.get(end).text().startsWith("-")) {
            text.append(text.isEmpty() ? "" : " ").append(words.get(end++).text());
        }
        if (!text.isEmpty()) {
            Where where = source.at(words.getFirst().line(), "requirement", Source.Style.OPTION);
            judge.requirement(client, text.toString(), where);
        }
        return end;
    }

    /** The long name of an option as written, perhaps short or abbreviated (exact, else the only one that it begins). */
    static Optional<String> optionOf(String word) {
        if (!word.startsWith("--")) {
            return word.length() < 2 ? Optional.empty() : Optional.ofNullable(SHORT.get(word.substring(0, 2)));
        }
        String name = word.substring(2).replaceFirst("=.*", "");
        if (OPTIONS.contains(name)) {
            return Optional.of(name);
        }
        List<String> begun = OPTIONS.stream().filter(o -> o.startsWith(name)).toList();
        return begun.size() == 1 ? Optional.of(begun.getFirst()) : Optional.empty();
    }

    private static String attached(String word) {
        if (word.startsWith("--")) {
            int equals = word.indexOf('=');
            return equals < 0 ? "" : word.substring(equals + 1);
        }
        return word.substring(2);
    }

    private static String untilEquals(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }
}
