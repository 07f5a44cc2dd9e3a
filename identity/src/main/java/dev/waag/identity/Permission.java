package dev.waag.identity;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do. */
public enum Permission {
    /** Read packages and the ledger, where that needs a token. */
    READ("read"),
    /** Open and close receipts. */
    RECEIPT("open receipts"),
    /** Upload, stage and yank. */
    PUBLISH("publish"),
    /** Approve and promote releases. */
    APPROVE("approve and promote"),
    /** Take a release back to an older one. */
    ROLLBACK("roll back"),
    /** Recall releases, and block what an advisory names. */
    RECALL("recall"),
    /** Grant and take back exceptions. */
    WAIVE("grant waivers"),
    /** Propose and confirm another policy. */
    POLICY("change the policy"),
    /** Make, rotate and revoke keys, and sign with them. */
    KEYS("manage keys"),
    /** Manage users, tokens and publishers. */
    IDENTITY("manage identities");

    private final String deed;

    Permission(String deed) {
        this.deed = deed;
    }

    /** As people say it: {@code manage keys}. */
    public String deed() {
        return deed;
    }

    /** As it is written: {@code publish}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The permission that is written so; empty where there is none. */
    public static Optional<Permission> parse(String word) {
        for (Permission p : values()) {
            if (p.word().equals(word)) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }
}
