package dev.waag.core;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON reader and writer, with limits on what it reads. */
public final class Json {
    /** Reads and writes JSON; nesting at most 64 deep, strings at most 16 Mi characters. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(16 << 20)
                            .build())
                    .build())
            .build();

    private Json() {}

    /** What is wrong with a text, in one line, without the second place that the parser names: it says more of itself than of that. */
    public static String why(JacksonException e) {
        return String.valueOf(e.getOriginalMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll(" \\(start marker at \\[Source: [^]]*]\\)", "");
    }
}
