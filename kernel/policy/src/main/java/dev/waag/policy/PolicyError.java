package dev.waag.policy;

import java.util.Comparator;

/**
 * One mistake in a policy file.
 *
 * @param file the file's name
 * @param line from 1
 * @param column from 1, in code points; inside a {@code when} it points at the place in the expression
 * @param message what is wrong, with a suggestion where one is near
 */
public record PolicyError(String file, int line, int column, String message) {
    static final Comparator<PolicyError> BY_POSITION =
            Comparator.comparingInt(PolicyError::line).thenComparingInt(PolicyError::column);

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
