package dev.waag.policy;

import dev.waag.core.Suggest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code [[rule]]} tables of a policy file. */
final class FileRuleReader {
    private static final List<String> KEYS = List.of("id", "when", "action", "message", "help", "severity");

    private final TomlFile file;
    private final Map<String, Integer> lines = new HashMap<>();

    private FileRuleReader(TomlFile file) {
        this.file = file;
    }

    static List<FileRule> read(TomlFile file, List<TomlSection> tables) {
        FileRuleReader reader = new FileRuleReader(file);
        List<FileRule> rules = new ArrayList<>();
        tables.forEach(t -> reader.rule(t).ifPresent(rules::add));
        return rules;
    }

    private Optional<FileRule> rule(TomlSection table) {
        table.allow(KEYS);
        Optional<String> id = id(table);
        Optional<String> when = table.requiredString("when");
        Optional<Condition> condition = when.flatMap(w -> condition(table, w));
        if (table.value("action").isEmpty()) {
            table.missing("action");
        }
        Optional<Action> action = table.word("action", Action.words()).flatMap(Action::of);
        Optional<Template> message = table.requiredString("message").flatMap(m -> template(table, "message", m));
        Optional<Template> help = template(table, "help", table.string("help").orElse(""));
        String severity = table.word("severity", Severities.ALL).orElse("medium");
        if (id.isEmpty() || condition.isEmpty() || action.isEmpty() || message.isEmpty() || help.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FileRule(
                id.get(),
                severity,
                action.get(),
                when.orElse(""),
                condition.get(),
                message.get(),
                help.get(),
                file.name() + ":" + table.at().line()));
    }

    private Optional<String> id(TomlSection table) {
        Optional<String> id = table.requiredString("id");
        if (id.isEmpty()) {
            return id;
        }
        String text = id.get();
        Integer earlier = lines.putIfAbsent(text, table.at().line());
        if (!Names.isKebab(text)) {
            table.errorAtValue("id", "a rule's id is lower-case words joined by '-', not '" + text + "'");
        } else if (DefaultPack.find(text).isPresent()) {
            table.errorAtValue("id", "'" + text + "' is a rule of the default pack: set it with [rules." + text + "]");
        } else if (earlier != null) {
            table.errorAtValue("id", "the rule '" + text + "' is there already, at line " + earlier);
        } else {
            return id;
        }
        return Optional.empty();
    }

    private static Optional<Condition> condition(TomlSection table, String when) {
        WhenCompiler.Result result = WhenCompiler.compile(when, Expressions.FACTS);
        for (WhenCompiler.Problem problem : result.problems()) {
            table.errorInString("when", when, index(when, problem), "when: " + problem.message());
        }
        return result.condition();
    }

    /** The code point of a problem's line and column. */
    private static int index(String when, WhenCompiler.Problem problem) {
        int[] points = when.codePoints().toArray();
        int line = 1;
        int i = 0;
        while (i < points.length && line < problem.line()) {
            if (points[i++] == '\n') {
                line++;
            }
        }
        return Math.min(points.length, i + problem.column());
    }

    private static Optional<Template> template(TomlSection table, String key, String text) {
        try {
            Template template = Template.parse(text);
            boolean right = true;
            for (Template.Part word : template.words()) {
                if (!Fact.of(word.text()).filter(f -> f != Fact.AGE_HOURS).isPresent()) {
                    right = false;
                    table.errorInString(key, text, text.codePointCount(0, word.offset()), unknown(key, word.text()));
                }
            }
            return right ? Optional.of(template) : Optional.empty();
        } catch (Template.Broken e) {
            table.errorInString(key, text, text.codePointCount(0, e.offset()), key + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String unknown(String key, String word) {
        return word.equals(Fact.AGE_HOURS.text())
                ? key + ": '{age_hours}' changes all the time; use '{upload_time}'"
                : key + ": unknown fact '" + word + "'" + Suggest.hint(word, Fact.names()) + "; write '{{' for a brace";
    }
}
