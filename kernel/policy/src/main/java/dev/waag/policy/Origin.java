package dev.waag.policy;

import java.util.Optional;

/**
 * What attestations prove about where a file comes from.
 *
 * @param attested whether it has an attestation that verifies; empty where it has one that nobody looked at yet
 * @param fault why the attestation that it has does not count; empty where it has none, or a good one
 * @param publisher who attested it, for people; empty where it is not attested
 * @param issuer the publisher's OIDC issuer
 * @param repository the publisher's repository
 * @param workflow the publisher's workflow
 * @param environment the environment that it was published from; empty where none was named
 * @param change a sentence that says how this differs from what the project's releases had before; empty where it does not
 */
public record Origin(
        Optional<Boolean> attested,
        String fault,
        String publisher,
        String issuer,
        String repository,
        String workflow,
        String environment,
        String change) {
    /** A file with an attestation that nobody looked at yet. */
    public static final Origin UNKNOWN = new Origin(Optional.empty(), "", "", "", "", "", "", "");

    /** A file without attestations, of a project that never had any. */
    public static final Origin UNATTESTED = new Origin(Optional.of(false), "", "", "", "", "", "", "");
}
