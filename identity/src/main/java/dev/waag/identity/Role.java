package dev.waag.identity;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A role that a user can have, with what it permits; a user may have several. */
public enum Role {
    READER(Permission.READ, Permission.RECEIPT),
    PUBLISHER(Permission.READ, Permission.RECEIPT, Permission.PUBLISH),
    APPROVER(Permission.READ, Permission.RECEIPT, Permission.APPROVE, Permission.ROLLBACK),
    SECURITY(
            Permission.READ,
            Permission.RECEIPT,
            Permission.ROLLBACK,
            Permission.RECALL,
            Permission.WAIVE,
            Permission.POLICY),
    ADMIN(Permission.values());

    private final Set<Permission> permissions;

    Role(Permission... permissions) {
        EnumSet<Permission> all = EnumSet.noneOf(Permission.class);
        Collections.addAll(all, permissions);
        this.permissions = Collections.unmodifiableSet(all);
    }

    public Set<Permission> permissions() {
        return permissions;
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
