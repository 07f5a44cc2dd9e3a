package dev.waag.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The part of a file that a request asks for (RFC 9110, section 14). One range is honoured; several, another unit or nonsense are
 * ignored, as the specification allows, and the whole is sent.
 */
record ByteRange(Kind kind, long from, long length, String text) {
    enum Kind {
        WHOLE,
        PART,
        UNSATISFIABLE
    }

    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");
    private static final ByteRange WHOLE = new ByteRange(Kind.WHOLE, 0, 0, "");

    static ByteRange of(Exchange x, String etag, long size) {
        String range = x.header(HttpHeader.RANGE);
        String condition = x.header(HttpHeader.IF_RANGE);
        boolean get = x.request().getMethod().equals("GET");
        return range == null || !get || condition != null && !condition.strip().equals(etag)
                ? WHOLE
                : parse(range, size);
    }

    static ByteRange parse(String range, long size) {
        Matcher m = ONE.matcher(range.strip());
        if (!m.matches() || m.group(1).isEmpty() && m.group(2).isEmpty()) {
            return WHOLE;
        }
        long from;
        long to = size - 1;
        if (m.group(1).isEmpty()) {
            long last = Long.parseLong(m.group(2));
            from = last == 0 ? size : Math.max(0, size - last);
        } else {
            from = Long.parseLong(m.group(1));
            if (!m.group(2).isEmpty()) {
                long end = Long.parseLong(m.group(2));
                if (end < from) {
                    return WHOLE;
                }
                to = Math.min(to, end);
            }
        }
        return from >= size
                ? new ByteRange(Kind.UNSATISFIABLE, 0, 0, range.strip())
                : new ByteRange(Kind.PART, from, to - from + 1, "bytes=" + from + "-" + to);
    }

    String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
