package dev.waag.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A mail server (RFC 5321) with TLS from the first byte, after STARTTLS (RFC 3207), or with none. */
final class MailServer implements AutoCloseable {
    enum Mode {
        TLS,
        STARTTLS,
        /** As where somebody between takes the offer out. */
        STRIPPED,
        /** As where somebody between answers in the server's place. */
        REFUSED
    }

    private final SSLContext context;
    private final Mode mode;
    private final ServerSocket listening;
    private final Thread thread;
    private final List<String> clear = new CopyOnWriteArrayList<>();
    private final List<String> secret = new CopyOnWriteArrayList<>();

    MailServer(SSLContext context, Mode mode) throws IOException {
        this.context = context;
        this.mode = mode;
        this.listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.thread = Thread.ofVirtual().start(this::loop);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Lines that came without TLS. */
    List<String> clear() {
        return List.copyOf(clear);
    }

    /** Lines that came with it. */
    List<String> secret() {
        return List.copyOf(secret);
    }

    private void loop() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                if (mode == Mode.TLS) {
                    talk(secured(client), true, true);
                } else {
                    talk(client, false, true);
                }
            } catch (IOException e) {
                continue; // the client hung up, or the test is over
            }
        }
    }

    private Socket secured(Socket client) throws IOException {
        SSLSocketFactory factory = context.getSocketFactory();
        SSLSocket socket = (SSLSocket) factory.createSocket(client, null, client.getPort(), true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }

    private void talk(Socket client, boolean safe, boolean greet) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        if (greet) {
            say(client, "220 mail.example");
        }
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            (safe ? secret : clear).add(line);
            String word = line.toUpperCase(Locale.ROOT).split("[ :]", 2)[0];
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(client, "250 taken");
                }
                continue;
            }
            switch (word) {
                case "EHLO" -> {
                    boolean offer = !safe && mode != Mode.STRIPPED;
                    say(client, "250-mail.example\r\n250-AUTH PLAIN\r\n" + (offer ? "250 STARTTLS" : "250 8BITMIME"));
                }
                case "STARTTLS" -> {
                    if (mode != Mode.STARTTLS) {
                        say(client, "454 not now");
                        continue;
                    }
                    say(client, "220 go on");
                    talk(secured(client), true, false);
                    return;
                }
                case "AUTH" -> say(client, "235 you are in");
                case "DATA" -> {
                    data = true;
                    say(client, "354 go on");
                }
                case "QUIT" -> {
                    say(client, "221 bye");
                    return;
                }
                default -> say(client, "250 fine");
            }
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
