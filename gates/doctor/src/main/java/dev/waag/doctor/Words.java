package dev.waag.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits lines into words. A line that ends with a backslash goes on in the next, a {@code #} at the start of a word begins a
 * comment, and each word keeps the line on which it starts.
 */
final class Words {
    /** A word; {@link #END} between two commands of one line. */
    record Word(String text, int line) {
        boolean isEnd() {
            return text.equals(END);
        }
    }

    static final String END = "\n";

    /** A reference to a variable that is longer is taken as plain text. */
    private static final int LONGEST_VARIABLE = 256;

    private Words() {}

    /** One logical line: physical lines with their numbers. */
    record Logical(List<Ini.Line> lines) {
        int first() {
            return lines.getFirst().number();
        }
    }

    /** Joins continued lines, as pip does: a comment line ends the continuation. */
    static List<Logical> join(String[] physical, int firstNumber) {
        List<Logical> logical = new ArrayList<>();
        List<Ini.Line> open = new ArrayList<>();
        for (int i = 0; i < physical.length; i++) {
            String line = physical[i];
            boolean comment = line.stripLeading().startsWith("#");
            boolean continued = line.endsWith("\\") && !comment;
            String text = continued ? line.replaceFirst("(?<!\\\\)\\\\+$", "") : comment ? " " + line : line;
            open.add(new Ini.Line(text, firstNumber + i));
            if (!continued) {
                logical.add(new Logical(List.copyOf(open)));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            logical.add(new Logical(List.copyOf(open)));
        }
        return logical;
    }

    /** Words of a requirements line: separated by blanks, quotes taken off. */
    static List<Word> requirement(Logical line) {
        return new Splitter(false).split(line);
    }

    /**
     * Words of a command line, or of the YAML, JSON or Python around one: quotes, brackets and commas separate words too, while
     * a variable such as {@code ${X}}, <code>${{ x }}</code> or {@code $(X)} stays within its word.
     */
    static List<Word> command(Logical line) {
        return new Splitter(true).split(line);
    }

    private static final class Splitter {
        private final boolean command;
        private final List<Word> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private int wordLine;

        /** The quote that is open on this line, or 0. */
        private char quote;

        Splitter(boolean command) {
            this.command = command;
        }

        List<Word> split(Logical logical) {
            for (Ini.Line line : logical.lines()) {
                if (!physical(line)) {
                    break;
                }
            }
            flush();
            return words;
        }

        /** Returns false after a comment: it takes the rest of the logical line with it. */
        private boolean physical(Ini.Line line) {
            String text = line.text();
            int i = 0;
            quote = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                int variable = command ? variableEnd(text, i) : -1;
                if (c == '#' && word.isEmpty() && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
                    return false;
                } else if (variable > 0) {
                    add(text.substring(i, variable).replaceAll("\\s+", ""), line.number());
                    i = variable;
                    continue;
                } else if (command && word.indexOf("://") > 0 && staysInUrl(text, i)) {
                    add(String.valueOf(c), line.number());
                } else if (Character.isWhitespace(c) || separates(c)) {
                    quote = c == quote ? 0 : quote == 0 && isQuote(c) ? c : quote;
                    flush();
                } else if (command && (c == ';' || c == '&' || c == '|')) {
                    flush();
                    words.add(new Word(END, line.number()));
                } else if (command || (c != '"' && c != '\'')) {
                    add(String.valueOf(c), line.number());
                }
                i++;
            }
            return true;
        }

        /**
         * Within quotes a URL keeps what would end it outside; and so do its credentials anywhere, or else a part of a badly
         * written password would pass for the host.
         */
        private boolean staysInUrl(String text, int from) {
            char c = text.charAt(from);
            if (Character.isWhitespace(c) || isQuote(c)) {
                return quote != 0 && c != quote && !Character.isWhitespace(c);
            }
            boolean stays = quote != 0;
            for (int i = from; !stays && i < Math.min(text.length(), from + LONGEST_VARIABLE); i++) {
                if (Character.isWhitespace(text.charAt(i)) || isQuote(text.charAt(i))) {
                    break;
                }
                stays = text.charAt(i) == '@';
            }
            return stays;
        }

        private static boolean isQuote(char c) {
            return c == '"' || c == '\'';
        }

        private boolean separates(char c) {
            return command && "\"'`()[]{},<>".indexOf(c) >= 0;
        }

        private static int variableEnd(String text, int i) {
            if (text.charAt(i) != '$' && text.charAt(i) != '{') {
                return -1;
            }
            String near = text.substring(i, Math.min(text.length(), i + LONGEST_VARIABLE));
            for (String[] pair : new String[][] {{"${{", "}}"}, {"${", "}"}, {"{env:", "}"}, {"$(", ")"}}) {
                int end = near.startsWith(pair[0]) ? near.indexOf(pair[1], pair[0].length()) : -1;
                if (end > 0 && (!pair[0].equals("$(") || near.substring(2, end).matches("\\w+"))) {
                    return i + end + pair[1].length();
                }
            }
            return -1;
        }

        private void add(String text, int line) {
            if (word.isEmpty()) {
                wordLine = line;
            }
            word.append(text);
        }

        private void flush() {
            if (!word.isEmpty()) {
                words.add(new Word(word.toString(), wordLine));
                word.setLength(0);
            }
        }
    }
}
