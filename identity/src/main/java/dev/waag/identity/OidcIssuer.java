package dev.waag.identity;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Who vouches for CI jobs and people.
 *
 * @param url as its identities name it, character for character
 * @param audience for whom its identities must be
 */
public record OidcIssuer(String url, Kind kind, String audience) {
    /** Which claims its identities have. */
    public enum Kind {
        GITHUB,
        GITLAB,
        GOOGLE,
        GENERIC;

        /** As it is written: {@code github}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> parse(String word) {
            for (Kind k : values()) {
                if (k.word().equals(word)) {
                    return Optional.of(k);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether identities and keys may come from there: over https, or from this machine itself. */
    public static boolean mayVouch(URI url) {
        String host = url.getHost();
        return host != null && url.getUserInfo() == null && ("https".equals(url.getScheme()) || onLoopback(url, host));
    }

    private static boolean onLoopback(URI url, String host) {
        return "http".equals(url.getScheme())
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
    }
}
