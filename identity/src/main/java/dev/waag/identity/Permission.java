package dev.waag.identity;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do. */
public enum Permission {
    /** Read packages and the ledger, where that needs a token. */
    READ,
    /** Open and close receipts. */
    RECEIPT,
    /** Upload, stage and yank. */
    PUBLISH,
    /** Approve and promote releases. */
    APPROVE,
    /** Take a release back to an older one. */
    ROLLBACK,
    /** Recall releases, and block what an advisory names. */
    RECALL,
    /** Grant and take back exceptions. */
    WAIVE,
    /** Propose and confirm another policy. */
    POLICY,
    /** Make, rotate and revoke keys, and sign with them. */
    KEYS,
    /** Manage users, tokens and publishers. */
    IDENTITY;

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
