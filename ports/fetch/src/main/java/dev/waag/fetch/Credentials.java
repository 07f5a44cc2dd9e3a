package dev.waag.fetch;

import dev.waag.core.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to say at which origin. In this order: the userinfo of the URL that the caller asked for, what the configuration says for the
 * origin (an upstream's userinfo included), the netrc file's entry for the host.
 */
final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
    private static final long LARGEST_NETRC = 1 << 20;

    private final Map<Origin, String> configured = new HashMap<>();
    private final LazyValue<Netrc> netrc;

    Credentials(FetchSettings settings) {
        for (URI upstream : settings.upstreams()) {
            userinfo(upstream).ifPresent(u -> configured.put(Origin.of(upstream), u));
        }
        for (UpstreamCredentials c : settings.credentials()) {
            configured.put(Origin.of(c.origin()), c.user() + ":" + c.password());
        }
        netrc = new LazyValue<>(() -> settings.netrc().map(Credentials::read).orElse(Netrc.parse("")));
    }

    /** The value of an Authorization header. */
    Optional<String> authorization(URI uri) {
        Origin origin = Origin.of(uri);
        return userinfo(uri)
                .or(() -> Optional.ofNullable(configured.get(origin)))
                .or(() -> netrc.get().login(origin.host()).map(l -> l.user() + ":" + l.password()))
                .map(Credentials::basic);
    }

    /** RFC 7617, section 2; in UTF-8, which servers expect where they expect anything. */
    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code user:password}, percent-decoded. */
    private static Optional<String> userinfo(URI uri) {
        String raw = uri.getRawUserInfo();
        if (raw == null || raw.isEmpty()) {
            return Optional.empty();
        }
        String decoded = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        return Optional.of(raw.indexOf(':') < 0 ? decoded + ":" : decoded);
    }

    private static Netrc read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LARGEST_NETRC) {
                return Netrc.parse(Files.readString(file));
            }
        } catch (MalformedInputException e) {
            LOG.warn("{} is not in UTF-8 and is not used", file);
        } catch (IOException e) {
            LOG.warn("{} cannot be read and is not used: {}", file, e.getMessage());
        }
        return Netrc.parse("");
    }

    @Override
    public String toString() {
        return "Credentials[" + Secrets.MASK + "]";
    }
}
