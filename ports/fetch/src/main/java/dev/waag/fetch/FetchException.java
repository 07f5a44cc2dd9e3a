package dev.waag.fetch;

import dev.waag.core.Secrets;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A fetch that failed. The subclass says who is at fault; the message names the host, what happened and what to do, and shows no secret.
 * An answer with an error status is no failure: it is a {@link Response}.
 */
public abstract sealed class FetchException extends IOException {
    private final String host;

    private FetchException(String host, String what, String remedy, @Nullable Throwable cause) {
        super(Secrets.mask(host + ": " + what + (remedy.isEmpty() ? "" : "; " + remedy)), cause);
        this.host = host;
    }

    /** The host that was asked. */
    public final String host() {
        return host;
    }

    /** No connection: its name is not known, it refuses, or does not answer at all; or the proxy does so. */
    public static final class Unreachable extends FetchException {
        Unreachable(String host, String what, String remedy, @Nullable Throwable cause) {
            super(host, what, remedy, cause);
        }
    }

    /** It took longer than {@link FetchLimits} allow. */
    public static final class TimedOut extends FetchException {
        TimedOut(String host, String what, String remedy) {
            super(host, what, remedy, null);
        }
    }

    /** No secure connection: most often its certificate is not trusted here. */
    public static final class Tls extends FetchException {
        Tls(String host, String what, String remedy, Throwable cause) {
            super(host, what, remedy, cause);
        }
    }

    /** The answer is larger than the caller allows, or unpacks to something larger. */
    public static final class TooLarge extends FetchException {
        TooLarge(String host, String what, String remedy) {
            super(host, what, remedy, null);
        }
    }

    /** The body ended before its announced end. */
    public static final class Truncated extends FetchException {
        Truncated(String host, String what, @Nullable Throwable cause) {
            super(host, what, "ask again; if it stays so, the upstream is at fault", cause);
        }
    }

    /** A redirect that is not followed: to another host where that is not allowed, from https to http, one too many, or not to a web page. */
    public static final class BadRedirect extends FetchException {
        BadRedirect(String host, String what, String remedy) {
            super(host, what, remedy, null);
        }
    }

    /** What came is not the HTTP that was asked for. */
    public static final class Protocol extends FetchException {
        Protocol(String host, String what, String remedy, @Nullable Throwable cause) {
            super(host, what, remedy, cause);
        }
    }

    /** Nobody may be asked at that address ({@link AllowList}). */
    public static final class Refused extends FetchException {
        Refused(String host, String what, String remedy) {
            super(host, what, remedy, null);
        }
    }

    /** The thread that fetched was interrupted, or the fetcher closed. */
    public static final class Interrupted extends FetchException {
        Interrupted(String host, @Nullable Throwable cause) {
            super(host, "the fetch was called off", "", cause);
        }
    }
}
