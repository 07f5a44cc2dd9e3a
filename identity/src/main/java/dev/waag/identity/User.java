package dev.waag.identity;

import java.time.Instant;
import java.util.Set;

/** Somebody who may have tokens. */
public record User(String name, Set<Role> roles, Instant created) {
    public User {
        roles = Set.copyOf(roles);
    }
}
