package dev.waag.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A message with words to fill in: {@code {project}} stands for a value, <code>{{</code> and <code>}}</code> for a brace.
 *
 * @param source the template as written
 */
record Template(String source, List<Part> parts) {
    /** Fixed text, or a word to fill in that begins at a code unit of the source. */
    record Part(String text, boolean word, int offset) {}

    /** A template that cannot be read, and where. */
    static final class Broken extends Exception {
        private final int offset;

        Broken(int offset, String message) {
            super(message);
            this.offset = offset;
        }

        int offset() {
            return offset;
        }
    }

    static Template parse(String source) throws Broken {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            boolean doubled = i + 1 < source.length() && source.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                text.append(c);
                i++;
            } else if (c == '}') {
                throw new Broken(i, "a single '}': write '}}' for a brace");
            } else if (c == '{') {
                int end = source.indexOf('}', i);
                if (end < 0) {
                    throw new Broken(i, "a '{' without its '}': write '{{' for a brace");
                }
                parts.add(new Part(text.toString(), false, i));
                parts.add(new Part(source.substring(i + 1, end), true, i + 1));
                text.setLength(0);
                i = end;
            } else {
                text.append(c);
            }
        }
        parts.add(new Part(text.toString(), false, source.length()));
        return new Template(source, List.copyOf(parts));
    }

    /** A template of the default pack. */
    static Template of(String source) {
        try {
            return parse(source);
        } catch (Broken e) {
            throw new IllegalArgumentException(source, e);
        }
    }

    List<Part> words() {
        return parts.stream().filter(Part::word).toList();
    }

    String fill(Function<String, String> values) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.word() ? values.apply(part.text()) : part.text());
        }
        return text.toString();
    }
}
