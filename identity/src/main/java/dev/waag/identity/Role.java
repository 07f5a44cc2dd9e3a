package dev.waag.identity;

import static java.util.Collections.unmodifiableSet;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A role that a user can have, with what it permits; a user may have several. */
public enum Role {
    READER,
    PUBLISHER,
    APPROVER,
    SECURITY,
    ADMIN;

    private static final Set<Permission> READING = unmodifiableSet(EnumSet.of(Permission.READ, Permission.RECEIPT));

    private static final Set<Permission> PUBLISHING =
            unmodifiableSet(EnumSet.of(Permission.READ, Permission.RECEIPT, Permission.PUBLISH));

    private static final Set<Permission> APPROVING = unmodifiableSet(
            EnumSet.of(Permission.READ, Permission.RECEIPT, Permission.APPROVE, Permission.ROLLBACK));

    private static final Set<Permission> SECURING = unmodifiableSet(EnumSet.of(
            Permission.READ,
            Permission.RECEIPT,
            Permission.ROLLBACK,
            Permission.RECALL,
            Permission.WAIVE,
            Permission.POLICY));

    private static final Set<Permission> ALL = unmodifiableSet(EnumSet.allOf(Permission.class));

    public Set<Permission> permissions() {
        return switch (this) {
            case READER -> READING;
            case PUBLISHER -> PUBLISHING;
            case APPROVER -> APPROVING;
            case SECURITY -> SECURING;
            case ADMIN -> ALL;
        };
    }

    /** As it is written: {@code publisher}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role that is written so; empty where there is none. */
    public static Optional<Role> parse(String word) {
        for (Role r : values()) {
            if (r.word().equals(word)) {
                return Optional.of(r);
            }
        }
        return Optional.empty();
    }
}
