package dev.waag.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were given from memory, by the bytes of the whole request that each answered: what was parsed, routed and judged to be answerable
 * once is not parsed again, for clients of one kind ask for the same in the same words. An entry has no body of its own. It asks for the
 * present one each time, so that a page or file that changed, is held now or has left the memory is not given from here.
 */
final class ResponseCache {
    /** The longest request that is remembered, in bytes. */
    static final int REQUEST_BYTES = 1024;
    /** When there would be more, it begins anew: whoever sends ever new requests makes nobody's answer wrong, and few of them slower. */
    private static final int ENTRIES = 2048;

    /**
     * A body that may be given now.
     *
     * @param given told when all of it was sent
     */
    record Body(ByteBuffer bytes, Runnable given) {}

    /** Where the body of an answer is. */
    interface Source {
        /** The body, where the answer is the same as when it was kept; null where the request must be handled. */
        @Nullable
        Body now();
    }

    /** An answer 200: its status line and fields but for the date, and where its body is. */
    static final class Entry {
        private record Dated(String date, byte[] head) {}

        private final String head;
        private final Source source;
        private volatile @Nullable Dated last;

        Entry(HttpFields fields, Source source) {
            StringBuilder lines = new StringBuilder("HTTP/1.1 200 OK\r\n");
            for (HttpField field : fields) {
                if (field.getHeader() != HttpHeader.DATE) {
                    lines.append(field.getName())
                            .append(": ")
                            .append(field.getValue())
                            .append("\r\n");
                }
            }
            this.head = lines.toString();
            this.source = source;
        }

        @Nullable
        Body body() {
            return source.now();
        }

        /** Status line and fields. */
        ByteBuffer head(HttpField date) {
            Dated known = last;
            if (known == null || !known.date().equals(date.getValue())) {
                String whole = head + date.getName() + ": " + date.getValue() + "\r\n\r\n";
                known = new Dated(date.getValue(), whole.getBytes(StandardCharsets.ISO_8859_1));
                last = known;
            }
            return ByteBuffer.wrap(known.head());
        }
    }

    private final Map<ByteBuffer, Entry> entries = new ConcurrentHashMap<>();

    @Nullable
    Entry find(ByteBuffer request) {
        return entries.get(request);
    }

    /** @param request not to be changed afterwards */
    void keep(byte[] request, Entry entry) {
        if (entries.size() >= ENTRIES) {
            entries.clear();
        }
        entries.put(ByteBuffer.wrap(request), entry);
    }
}
