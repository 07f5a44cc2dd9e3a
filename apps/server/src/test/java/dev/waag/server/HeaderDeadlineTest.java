package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a deadline of half a second. */
final class HeaderDeadlineTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        connector.addBean(new HeaderDeadline(500));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws InterruptedException {
                if (Request.getPathInContext(request).equals("/slow")) {
                    answer.await();
                }
                callback.succeeded();
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        answer.countDown();
        server.stop();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), connector.getLocalPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void whoSendsARequestByteByByteIsHungUpOn() throws Exception {
        String endless = REQUEST.strip() + "\r\nX-Slow: " + "x".repeat(4_000);
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            int sent = 0;
            try {
                for (; sent < endless.length(); sent++) {
                    out.write(endless.charAt(sent));
                    out.flush();
                    assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
                }
            } catch (IOException e) {
                assertThat(sent).as("not before its time").isGreaterThan(5);
            }
            assertThat(sent).isLessThan(endless.length());
        }
    }

    @Test
    void whoWaitsForAnAnswerOrForTheNextRequestIsNot() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(REQUEST.replace("/ ", "/slow ").getBytes(StandardCharsets.US_ASCII));
            assertThat(never.await(1500, TimeUnit.MILLISECONDS)).isFalse();
            answer.countDown();
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        try (Socket socket = connect()) {
            assertThat(never.await(1500, TimeUnit.MILLISECONDS))
                    .as("an idle connection is the idle time-out's matter")
                    .isFalse();
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }
}
