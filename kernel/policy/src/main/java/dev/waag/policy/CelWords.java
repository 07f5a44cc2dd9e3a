package dev.waag.policy;

import dev.cel.common.CelIssue;
import dev.waag.core.Suggest;
import java.util.List;
import java.util.Map;
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

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("type '([^']*)' does not support field selection");
    private static final Pattern UNEXPECTED =
            Pattern.compile("(?:mismatched|extraneous) input '(.*?)' expecting .*", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);
    private static final Pattern NO_WAY = Pattern.compile("no viable alternative at input '(.*)'", Pattern.DOTALL);
    private static final Pattern RESERVED = Pattern.compile("reserved identifier: (.*)");

    private CelWords() {}

    /** The parser's issues concern no node of a tree. */
    static boolean isSyntax(CelIssue issue) {
        return issue.getExprId() == 0;
    }

    static String say(CelIssue issue, String when) {
        String message = issue.getMessage();
        Matcher m;
        if ((m = UNDECLARED.matcher(message)).matches()) {
            return undeclared(m.group(1), when);
        } else if ((m = OVERLOAD.matcher(message)).matches()) {
            return overload(m.group(1), m.group(2));
        } else if ((m = FIELD.matcher(message)).matches()) {
            return "a value of type " + type(m.group(1)) + " has no fields";
        } else if ((m = UNEXPECTED.matcher(message)).matches() || (m = NO_WAY.matcher(message)).matches()) {
            return unexpected(m.group(1), when);
        } else if ((m = TOKEN.matcher(message)).matches()) {
            return token(m.group(1).strip());
        } else if ((m = RESERVED.matcher(message)).matches()) {
            return "'" + m.group(1) + "' is a reserved word";
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
        if (operator.matches("[-+*/%]") && types.contains("double") && types.contains("int")) {
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
