package dev.waag.identity;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What somebody lacks, in words. */
public final class Needs {
    private Needs() {}

    /** {@code it needs the role approver or admin}. */
    public static String words(Permission permission) {
        return "it needs the role "
                + Arrays.stream(Role.values())
                        .filter(r -> r.permissions().contains(permission))
                        .map(Role::word)
                        .collect(Collectors.joining(" or "));
    }
}
