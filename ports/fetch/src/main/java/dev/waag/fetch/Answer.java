package dev.waag.fetch;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the head of an answer says, held against what was asked. */
record Answer(String host, FetchRequest request, FetchLimits limits, int status, HttpHeaders headers) {
    private static final String AT_FAULT = "the upstream is at fault";
    /** How much longer than what it holds a packed body may be: headers of gzip, and of its blocks. */
    private static final long PACKING = 64 << 10;

    /** Whether it may be looked at at all. */
    void check(Optional<ProxyServer> proxy) throws FetchException {
        if (status == 407) {
            String who = proxy.map(p -> "the proxy " + p.address()).orElse("a proxy in between");
            throw new FetchException.Unreachable(
                    host,
                    who + " asks for a user and password",
                    "write them into the proxy's variable: http://user:password@host:port",
                    null);
        }
        long size = 0;
        for (Map.Entry<String, List<String>> header : headers.map().entrySet()) {
            for (String value : header.getValue()) {
                size += header.getKey().length() + value.length();
            }
        }
        if (size > limits.headerBytes()) {
            throw new FetchException.TooLarge(
                    host, "its headers are larger than " + limits.headerBytes() + " bytes", AT_FAULT);
        }
    }

    /** Whether its body is what was asked for. */
    void checkBody() throws FetchException {
        List<String> lengths =
                headers.allValues("content-length").stream().distinct().toList();
        if (lengths.size() > 1 || lengths.size() == 1 && announced().isEmpty()) {
            throw new FetchException.Protocol(host, "the announced length makes no sense", AT_FAULT, null);
        }
        if (status == 206) {
            checkRange();
        }
        if (!hasBody()) {
            return;
        }
        if (request.acceptGzip()
                && !packed()
                && !coding().isEmpty()
                && !coding().equals("identity")
                && announced().orElse(1) != 0) {
            throw new FetchException.Protocol(
                    host, "the body comes in a coding that was not asked for, " + coding(), AT_FAULT, null);
        }
        if (status / 100 == 2 && !packed() && announced().orElse(0) > request.maxBytes()) {
            throw new FetchException.TooLarge(
                    host,
                    "the body of " + announced().orElse(0) + " bytes is larger than the " + request.maxBytes()
                            + " that it may have",
                    "raise the limit if it ought to be so large");
        }
    }

    /** Whether the body must be unpacked. */
    boolean packed() {
        return request.acceptGzip()
                && hasBody()
                && announced().orElse(1) != 0
                && (coding().equals("gzip") || coding().equals("x-gzip"));
    }

    /** The length of the body as it will be read, where it is known. */
    OptionalLong contentLength() {
        return request.head() ? announced() : packed() || !hasBody() ? OptionalLong.empty() : expected();
    }

    /** How many bytes must come. */
    OptionalLong expected() {
        if (!hasBody()) {
            return OptionalLong.empty();
        }
        Optional<ContentRange> part = part();
        return announced().isEmpty() && part.isPresent()
                ? OptionalLong.of(part.get().length())
                : announced();
    }

    /** How many bytes may come. */
    long maxRaw() {
        return packed()
                ? Math.addExact(Math.min(request.maxBytes(), Long.MAX_VALUE - PACKING), PACKING)
                : request.maxBytes();
    }

    private void checkRange() throws FetchException {
        Optional<ContentRange> part = part();
        boolean asked = request.range().isPresent()
                && part.isPresent()
                && part.get().answers(request.range().get())
                && (request.head()
                        || announced().orElse(part.get().length()) == part.get().length());
        if (!asked) {
            throw new FetchException.Protocol(
                    host, "it sent another part of the file than was asked for", AT_FAULT, null);
        }
    }

    private Optional<ContentRange> part() {
        return status == 206 ? headers.firstValue("content-range").flatMap(ContentRange::parse) : Optional.empty();
    }

    private boolean hasBody() {
        return !request.head() && status != 204 && status != 304;
    }

    private OptionalLong announced() {
        String text = headers.firstValue("content-length").orElse("").strip();
        boolean sound = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return sound ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private String coding() {
        return String.join(",", headers.allValues("content-encoding")).strip().toLowerCase(Locale.ROOT);
    }
}
