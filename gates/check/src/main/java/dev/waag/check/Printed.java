package dev.waag.check;

import java.util.regex.Pattern;

/** Text from files, indexes and tools as a terminal may have it: it moves no cursor, sets no colour and turns no line round. */
final class Printed {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern UNSAFE = Pattern.compile(
            "[\\p{Cntrl}&&[^\n\t\r]]|\r(?!\n)|[\u0080-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]");

    private Printed() {}

    /** Line ends stay as they are, for a diff shows them. */
    static String of(String text) {
        return UNSAFE.matcher(COLOUR.matcher(text).replaceAll("")).replaceAll("\ufffd");
    }
}
