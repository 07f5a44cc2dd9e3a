package dev.waag.fetch;

import dev.waag.core.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code .netrc} file: {@code machine HOST login USER password PASSWORD}, in words that any white space separates; a word may be
 * quoted, a comment goes from {@code #} to the end of its line, and a {@code macdef} up to an empty line. The {@code default} entry has
 * no host, and credentials are sent to their own host only: it is passed over. Of two entries for a host the first counts.
 */
final class Netrc {
    /** A user and a password. */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + Secrets.MASK + "]";
        }
    }

    private final Map<String, Login> logins;

    private Netrc(Map<String, Login> logins) {
        this.logins = Map.copyOf(logins);
    }

    /** What follows no rule is passed over: a file that other tools read in part must not stop us. */
    static Netrc parse(String text) {
        Map<String, Login> logins = new HashMap<>();
        List<String> words = words(text);
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i++);
            boolean machine = word.equals("machine") && i < words.size();
            if (!machine && !word.equals("default")) {
                continue;
            }
            String host = machine ? words.get(i++).toLowerCase(Locale.ROOT) : "";
            String user = "";
            String password = "";
            while (i + 1 < words.size() && isField(words.get(i))) {
                switch (words.get(i)) {
                    case "login", "user" -> user = words.get(i + 1);
                    case "password" -> password = words.get(i + 1);
                    default -> {} // account: HTTP has none
                }
                i += 2;
            }
            if (machine && user.indexOf(':') < 0) {
                logins.putIfAbsent(host, new Login(user, password));
            }
        }
        return new Netrc(logins);
    }

    Optional<Login> login(String host) {
        return Optional.ofNullable(logins.get(host));
    }

    private static boolean isField(String word) {
        return word.equals("login") || word.equals("user") || word.equals("password") || word.equals("account");
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        boolean macro = false;
        for (String line : text.split("\\R", -1)) {
            if (macro) {
                macro = !line.isBlank();
                continue;
            }
            int before = words.size();
            split(line, words);
            macro = words.subList(before, words.size()).contains("macdef");
            if (macro) {
                words.subList(before, words.size()).clear();
            }
        }
        return words;
    }

    private static void split(String line, List<String> words) {
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c <= ' ') {
                i++;
            } else if (c == '#' && !expectsValue(words)) {
                return;
            } else {
                StringBuilder word = new StringBuilder();
                i = c == '"' ? quoted(line, i + 1, word) : bare(line, i, word);
                words.add(word.toString());
            }
        }
    }

    /** A password may begin with a number sign; elsewhere that begins a comment. */
    private static boolean expectsValue(List<String> words) {
        return !words.isEmpty() && isField(words.getLast());
    }

    private static int quoted(String line, int from, StringBuilder word) {
        int i = from;
        while (i < line.length() && line.charAt(i) != '"') {
            if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                i++;
            }
            word.append(line.charAt(i++));
        }
        return i + 1;
    }

    private static int bare(String line, int from, StringBuilder word) {
        int i = from;
        while (i < line.length() && line.charAt(i) > ' ') {
            word.append(line.charAt(i++));
        }
        return i;
    }
}
