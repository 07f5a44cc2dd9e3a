package dev.waag.fetch;

import dev.waag.core.Secrets;
import java.net.URI;

/**
 * Credentials for one origin (scheme, host, port), sent there as HTTP Basic (RFC 7617) and nowhere else.
 *
 * @param origin any URL of it
 * @param user may be empty
 * @param password may be empty; a token is one of the two, as the upstream has it
 */
public record UpstreamCredentials(URI origin, String user, String password) {
    public UpstreamCredentials {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a user name holds no colon");
        }
    }

    @Override
    public String toString() {
        return "UpstreamCredentials[" + origin.getHost() + ", " + Secrets.MASK + "]";
    }
}
