package dev.waag.identity;

import java.util.Optional;

/** What an Authorization header turned out to be. */
public sealed interface Known {
    /** Somebody, or nobody in particular where there is no header. */
    record As(Principal principal) implements Known {}

    /** A credential that was right and is over; its owner is told why. */
    record Over(String name, String tokenId, String why) implements Known {}

    /**
     * An identity of an issuer that is known here, and is not accepted.
     *
     * @param name whom it names, where it was verified; else {@code anonymous}
     * @param later whether it may be accepted later, for now it could not be found out
     */
    record Denied(String name, String why, boolean later) implements Known {}

    /**
     * A wrong credential.
     *
     * @param tokenId which token it pretends to be, where it does
     * @param ours whether it wants to be a token of ours, which is refused everywhere; others may be meant for somebody else
     */
    record Wrong(Optional<String> tokenId, boolean ours) implements Known {}
}
