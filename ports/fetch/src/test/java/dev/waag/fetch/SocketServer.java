package dev.waag.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server whose answers a test writes byte by byte, since no well-behaved one tells the lies that are to be met. */
final class SocketServer implements AutoCloseable {
    /** Answers one request on a connection; the connection is closed when it returns false. */
    interface Script {
        boolean answer(Request request, Connection connection) throws IOException;
    }

    /** A request's head. */
    record Request(String line, List<String> headers) {
        String target() {
            return line.split(" ")[1];
        }

        String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(h -> h.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(h -> h.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** One accepted connection, by number from 1. */
    record Connection(int number, Socket socket, InputStream in, OutputStream out) {
        Connection write(String text) throws IOException {
            return write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Connection write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        /** A whole answer with its length. */
        boolean ok(String body) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n");
            write(body.getBytes(StandardCharsets.UTF_8));
            return true;
        }

        /** Waits until the other side closes; true once it has. */
        boolean awaitClose() {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                return true;
            }
            return true;
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final boolean secure;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    SocketServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), script, false);
    }

    SocketServer(ServerSocket server, Script script, boolean secure) {
        this.server = server;
        this.script = script;
        this.secure = secure;
        Thread.ofVirtual().start(this::accept);
    }

    URI uri(String path) {
        return uri("127.0.0.1", path);
    }

    URI uri(String host, String path) {
        return URI.create((secure ? "https://" : "http://") + host + ":" + server.getLocalPort() + path);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(number, socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void serve(int number, Socket socket) {
        try (socket) {
            Connection c = new Connection(number, socket, socket.getInputStream(), socket.getOutputStream());
            for (Request request = head(c.in()); request != null; request = head(c.in())) {
                requests.add(request);
                if (!script.answer(request, c)) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // the other side hung up
        }
    }

    private static @Nullable Request head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            last = (last << 8) | b;
            if (last == 0x0d0a0d0a) {
                List<String> lines =
                        head.toString(StandardCharsets.ISO_8859_1).lines().toList();
                return new Request(lines.getFirst(), lines.subList(1, lines.size() - 1));
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
