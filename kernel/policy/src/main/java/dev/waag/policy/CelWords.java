package dev.waag.policy;

import dev.cel.common.CelIssue;
import dev.waag.core.Suggest;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what CEL's compiler says, in the words of somebody who writes a rule. */
final class CelWords {
    private static final List<String> FUNCTIONS = List.of(
            "startsWith",
            "endsWith",
            "contains",
            "matches",
            "size",
            "int",
            "uint",
            "double",
            "string",
            "bool",
            "bytes",
            "timestamp",
            "duration",
            "has",
            "all",
            "exists",
            "exists_one",
            "filter",
            "map",
            "getFullYear",
            "getMonth",
            "getDate",
            "getDayOfWeek",
            "getHours",
            "getMinutes",
            "getSeconds");

    /** What other languages write where CEL has something else. */
    private static final Map<String, String> FOREIGN = Map.of(
            "and",
            "'&&'",
            "or",
            "'||'",
            "not",
            "'!'",
            "is",
            "'=='",
            "True",
            "'true'",
            "False",
            "'false'",
            "None",
            "'\"\"'",
            "len",
            "'size(…)'",
            "now",
            "'age_hours'");

    /** A form of the compiler's messages, and what we say for it. */
    private record Form(Pattern pattern, BiFunction<MatchResult, String, String> words) {
        static Form of(String regex, BiFunction<MatchResult, String, String> words) {
            return new Form(Pattern.compile(regex, Pattern.DOTALL), words);
        }
    }

    private static final List<Form> FORMS = List.of(
            Form.of("undeclared reference to '([^']*)'.*", (m, when) -> undeclared(m.group(1), when)),
            Form.of(
                    "found no matching overload for '([^']*)' applied to '([^']*)'.*",
                    (m, when) -> overload(m.group(1), m.group(2))),
            Form.of(
                    "type '([^']*)' does not support field selection",
                    (m, when) -> "a value of type " + type(m.group(1)) + " has no fields"),
            Form.of("(?:mismatched|extraneous) input '(.*?)' expecting .*", (m, when) -> unexpected(m.group(1), when)),
            Form.of("no viable alternative at input '(.*)'", (m, when) -> unexpected(m.group(1), when)),
            Form.of(
                    "token recognition error at: '(.*)'",
                    (m, when) -> token(m.group(1).strip())),
            Form.of("reserved identifier: (.*)", (m, when) -> "'" + m.group(1) + "' is a reserved word"));

    private CelWords() {}

    /** The parser's issues concern no node of a tree. */
    static boolean isSyntax(CelIssue issue) {
        return issue.getExprId() == 0;
    }

    static String say(CelIssue issue, String when) {
        String message = issue.getMessage();
        for (Form form : FORMS) {
            Matcher m = form.pattern().matcher(message);
            if (m.matches()) {
                return form.words().apply(m.toMatchResult(), when);
            }
        }
        return Texts.line(message);
    }

    private static String undeclared(String name, String when) {
        if (FOREIGN.containsKey(name)) {
            return "unknown name '" + name + "': write " + FOREIGN.get(name);
        }
        boolean called =
                Pattern.compile(Pattern.quote(name) + "\\s*\\(").matcher(when).find();
        return called
                ? "unknown function '" + name + "'" + Suggest.hint(name, FUNCTIONS)
                : "unknown fact '" + name + "'" + Suggest.hint(name, Fact.names());
    }

    private static String overload(String function, String types) {
        String words = Stream.of(types.replaceAll("[()]", "").split(", "))
                .map(CelWords::type)
                .collect(Collectors.joining(" and "));
        String operator = function.replace("_", "").replace("@", "");
        String hint = "";
        if (operator.matches("[-+*/%]|[=!]=") && types.contains("double") && types.contains("int")) {
            hint = "; write whole numbers with a fraction here, such as 2.0";
        } else if (types.contains("Timestamp") && types.contains("string")) {
            hint = "; write the time as timestamp('2026-11-22T10:00:00Z')";
        }
        return "'" + operator + "' does not apply to " + words + hint;
    }

    private static String type(String cel) {
        return switch (cel) {
            case "google.protobuf.Timestamp" -> "timestamp";
            case "google.protobuf.Duration" -> "duration";
            default -> cel;
        };
    }

    private static String unexpected(String what, String when) {
        if (when.isBlank()) {
            return "the expression is empty";
        }
        if (what.equals("<EOF>")) {
            return "the expression ends too early";
        }
        String hint = FOREIGN.containsKey(what) ? ": write " + FOREIGN.get(what) : "";
        return "unexpected '" + Texts.clip(Texts.line(what), 40) + "'" + hint;
    }

    private static String token(String what) {
        if (what.startsWith("=")) {
            return "unexpected '=': write '==' to compare";
        } else if (what.startsWith("&") || what.startsWith("|")) {
            return "unexpected '" + what.charAt(0) + "': write it twice";
        } else if (what.startsWith("'") || what.startsWith("\"")) {
            return "a string without its closing quote";
        }
        return "unexpected '" + Texts.clip(Texts.line(what), 40) + "'";
    }
}
