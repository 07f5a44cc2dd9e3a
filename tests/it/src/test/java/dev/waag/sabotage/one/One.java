package dev.waag.sabotage.one;

import dev.waag.sabotage.other.Other;

/** One half of a cycle. */
public record One(Other other) {}
