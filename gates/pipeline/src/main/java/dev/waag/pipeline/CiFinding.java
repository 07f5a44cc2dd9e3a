package dev.waag.pipeline;

/**
 * One thing that a rule has against one place of a workflow.
 *
 * @param file as it is to be shown; {@code line} from 1
 */
public record CiFinding(String rule, String severity, String file, int line, String message, String help) {}
