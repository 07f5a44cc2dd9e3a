package dev.waag.lock;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file that a lock allows for a pin.
 *
 * @param filename {@code ""} where the lock tells only hashes
 * @param url {@code ""} where the lock does not tell it; credentials are taken out
 * @param hashes each as {@code algorithm:hex}, in lower case
 * @param size in bytes
 * @param uploadTime as written, RFC 3339
 */
public record PinnedFile(
        String filename, String url, List<String> hashes, OptionalLong size, Optional<String> uploadTime) {
    public PinnedFile {
        url = Urls.withoutCredentials(url);
        hashes = List.copyOf(hashes);
    }
}
