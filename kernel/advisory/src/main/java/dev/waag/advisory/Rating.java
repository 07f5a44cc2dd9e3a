package dev.waag.advisory;

import java.util.Optional;

/**
 * How severe somebody says that a vulnerability is.
 *
 * @param vector a CVSS vector; empty where the source has a word only
 * @param score the vector's, 0 to 10; empty where there is a word only
 */
public record Rating(String vector, Optional<Double> score, Severity severity) {}
