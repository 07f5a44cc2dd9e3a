package dev.waag.advisory;

import java.time.Instant;
import java.util.Optional;

/**
 * Where advisories came from.
 *
 * @param name as the user gave it, secrets masked
 * @param records how many of its records are about Python packages, withdrawn ones included
 * @param asOf the state of knowledge that they are; empty where nothing tells
 */
public record SourceInfo(String name, int records, Optional<Instant> asOf) {}
