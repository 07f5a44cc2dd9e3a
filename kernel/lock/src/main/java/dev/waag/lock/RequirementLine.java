package dev.waag.lock;

import java.util.List;

/**
 * A requirement of a requirements file or of one that it includes.
 *
 * @param raw the line as written, without comment
 * @param text the requirement itself, variables expanded, without options
 * @param editable after {@code -e}
 * @param constraint from a constraints file, so that it asks for nothing by itself
 * @param comments behind it and below it
 */
record RequirementLine(
        Place place,
        String raw,
        String text,
        boolean editable,
        boolean constraint,
        LineOptions options,
        List<String> comments) {}
