package dev.waag.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file to be posted with something around it, such as the other parts of a form. It is sent once, as {@link SendRequest}, and never held in
 * memory.
 *
 * @param headers further ones to send, as in {@link FetchRequest}
 * @param before bytes that go before the file's; {@code after} behind them
 * @param maxBytes of the answer's body
 */
public record UploadRequest(
        URI uri, Map<String, String> headers, byte[] before, Path file, byte[] after, long maxBytes) {
    FetchRequest asked() {
        return new FetchRequest(uri, headers, Optional.empty(), false, maxBytes, false, true);
    }
}
