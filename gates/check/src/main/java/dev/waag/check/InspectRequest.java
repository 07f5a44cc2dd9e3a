package dev.waag.check;

import java.util.Optional;

/**
 * What to inspect.
 *
 * @param target a file, or {@code NAME==VERSION}
 * @param against an older one: the same, or a version alone
 * @param by what to judge by and whom to ask; its index is empty where nothing may leave the machine
 */
public record InspectRequest(String target, Optional<String> against, CheckRequest by) {}
