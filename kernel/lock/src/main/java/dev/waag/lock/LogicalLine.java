package dev.waag.lock;

import java.util.List;

/**
 * A line of a requirements file after its continuations were joined and its comment was taken off.
 *
 * @param line the first of its lines in the file, from 1
 * @param text not empty, without white space around it, as written: variables are not expanded yet
 * @param comments what stands behind {@code #}: its own comment, then those of the lines up to the next logical line
 */
record LogicalLine(int line, String text, List<String> comments) {}
