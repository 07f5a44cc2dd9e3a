package dev.waag.core;

import org.tomlj.Toml;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;

/** TOML by tomlj, whose parser fails on some texts that are none (2.2.0 on a control character in a comment of an inline table): here they have errors too. */
public final class TomlReading {
    private TomlReading() {}

    public static TomlParseResult parse(String text) {
        return parse(text, TomlParseOptions.defaults());
    }

    /** The tables, or the errors with their places; never an exception of the parser. */
    public static TomlParseResult parse(String text, TomlParseOptions options) {
        try {
            return Toml.parse(text, options);
        } catch (RuntimeException e) {
            return readable(text, options, e);
        }
    }

    /** The beginning of the text that can still be read, while one character more cannot: what is wrong is wrong in it too. */
    private static TomlParseResult readable(String text, TomlParseOptions options, RuntimeException failure) {
        TomlParseResult last = Toml.parse("", options);
        int from = 0;
        int to = text.length();
        while (to - from > 1) {
            int middle = (from + to) >>> 1;
            try {
                last = Toml.parse(text.substring(0, middle), options);
                from = middle;
            } catch (RuntimeException e) {
                to = middle;
            }
        }
        if (!last.hasErrors()) {
            throw failure;
        }
        return last;
    }
}
