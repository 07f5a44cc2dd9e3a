package dev.waag.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One request to the {@link SimulatedIndex}, and the connection on which its answer goes out.
 *
 * @param headers by name in lower case
 */
public record Exchange(String method, String path, Map<String, String> headers, Socket socket) {
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    public boolean head() {
        return method.equals("HEAD");
    }

    /** Sends whatever it is, right away. */
    public void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A status line with headers, without the empty line's body. */
    public void begin(int status, Map<String, String> fields) throws IOException {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        write(text.append("\r\n").toString());
    }

    /** A whole answer. */
    public void send(Content content) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>(content.headers());
        if (content.status() != 304) {
            fields.putIfAbsent("Content-Length", Integer.toString(content.body().length));
        }
        begin(content.status(), fields);
        if (!head() && content.status() != 304) {
            write(content.body());
        }
    }

    /** Breaks the connection off as a crash does: with a reset, not an end. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Waits until the other side hangs up. */
    public void awaitHangUp() {
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // that is how it may hang up
        }
    }

    /** What an answer says. */
    public record Content(int status, Map<String, String> headers, byte[] body) {
        public Content with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Content(status, more, body);
        }

        public Content withBody(byte[] other) {
            return new Content(status, headers, other);
        }
    }
}
