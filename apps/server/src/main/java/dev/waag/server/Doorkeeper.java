package dev.waag.server;

import dev.waag.identity.Credentials;
import dev.waag.identity.Guesses;
import dev.waag.identity.Known;
import dev.waag.identity.Permission;
import dev.waag.identity.Refusals;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Knows who asks, lets in who may, and tells the others why not. Who tries credentials is answered ever more slowly. */
final class Doorkeeper {
    /** How many may be kept waiting at once; more are sent away without an answer to their guess. */
    private static final int WAITING = 200;

    private final Credentials credentials;
    private final Guesses guesses;
    private final Refusals refusals;
    private final Semaphore room = new Semaphore(WAITING);

    Doorkeeper(Credentials credentials, Guesses guesses, Refusals refusals) {
        this.credentials = credentials;
        this.guesses = guesses;
        this.refusals = refusals;
    }

    /** Whether finding out who it is may take a while. */
    boolean waits(@Nullable String authorization) {
        return credentials.waits(authorization);
    }

    /** Who it is. */
    Known known(@Nullable String authorization) {
        return credentials.of(authorization);
    }

    /** Whether they may read: everybody may where that needs no token, but for who comes with a token of ours that is wrong or over. */
    static boolean reads(Known known, boolean authenticatedRead) {
        return switch (known) {
            case Known.As as ->
                !authenticatedRead && as.principal().anonymous()
                        || as.principal().may(Permission.READ);
            case Known.Wrong wrong -> !authenticatedRead && !wrong.ours();
            case Known.Over over -> false;
            case Known.Denied denied -> false;
        };
    }

    /** Whether they may come in; answers 401 or 403 itself where not. */
    boolean admits(Exchange x, Route.Access access, Known known, boolean authenticatedRead) {
        if (access == Route.Access.PUBLIC || access == Route.Access.READ && reads(known, authenticatedRead)) {
            return true;
        }
        return switch (known) {
            case Known.As as when as.principal().anonymous() -> unauthorized(x);
            case Known.As as -> permitted(x, access.permission());
            case Known.Wrong wrong -> wrong(x, wrong);
            case Known.Over over -> over(x, over);
            case Known.Denied denied -> denied(x, denied);
        };
    }

    private boolean permitted(Exchange x, Optional<Permission> needed) {
        if (needed.isEmpty() || x.principal().may(needed.get())) {
            return true;
        }
        refused(
                x,
                x.actor(),
                x.principal().tokenId().orElse(""),
                "may not " + needed.get().deed());
        x.forbidden(needed.get());
        return false;
    }

    private boolean over(Exchange x, Known.Over over) {
        refused(x, over.name(), over.tokenId(), over.why());
        x.problem(
                403,
                "The token " + over.tokenId() + " is not accepted any more: " + over.why(),
                "it belongs to " + over.name() + "; have a new one made with `waag identity token create`");
        return false;
    }

    private boolean denied(Exchange x, Known.Denied denied) {
        refused(x, denied.name(), "", denied.why());
        if (!denied.later() && !slowed(x, "")) {
            return false;
        }
        x.problem(
                denied.later() ? 503 : 403,
                "This identity is not accepted: " + denied.why(),
                "sign in again, or use a token; docs/identity.md says who is let in");
        return false;
    }

    private boolean wrong(Exchange x, Known.Wrong wrong) {
        refused(x, "anonymous", wrong.tokenId().orElse(""), "a wrong credential");
        return slowed(x, wrong.tokenId().orElse("")) && unauthorized(x, "this token is not known here, or is misspelt");
    }

    /** Keeps whoever guesses waiting; answers itself, and is false, where too many wait already. */
    private boolean slowed(Exchange x, String tokenId) {
        Duration delay = guesses.wrong(address(x.source()), tokenId);
        if (delay.isZero() || held(delay)) {
            return true;
        }
        x.fields().put(HttpHeader.RETRY_AFTER, "60");
        x.problem(429, "Too many wrong credentials", "wait a minute, and check the token");
        return false;
    }

    /** Keeps the caller waiting; false where too many wait already. */
    private boolean held(Duration delay) {
        if (!room.tryAcquire()) {
            return false;
        }
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
        return true;
    }

    /** Answers 401. */
    static boolean unauthorized(Exchange x) {
        return unauthorized(x, "this needs a token: as the password of user __token__, or as a bearer token");
    }

    private static boolean unauthorized(Exchange x, String why) {
        x.fields().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"waag\", charset=\"UTF-8\"");
        x.problem(401, "Unauthorized", why);
        return false;
    }

    /** Jetty writes IPv6 addresses in brackets. */
    private static InetAddress address(String source) {
        return InetAddress.ofLiteral(source.replaceAll("[\\[\\]]|%.*", ""));
    }

    /** Enters in the ledger that somebody whom nobody knows was refused. */
    void refused(Exchange x, String why) {
        refused(x, "anonymous", "", why);
    }

    private void refused(Exchange x, String actor, String tokenId, String why) {
        refusals.add(new Refusals.Refusal(x.source(), actor, tokenId, why));
    }
}
