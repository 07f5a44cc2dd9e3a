package dev.waag.index;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;

/** A gate that goes out by itself. */
public final class SabotageFetches {
    private SabotageFetches() {}

    public static final class ByClient {
        public HttpClient client() {
            return HttpClient.newHttpClient();
        }
    }

    public static final class ByConnection {
        public int status(HttpURLConnection connection) throws IOException {
            return connection.getResponseCode();
        }
    }

    public static final class ByUrl {
        public InputStream open(URI uri) throws IOException {
            return uri.toURL().openStream();
        }
    }

    public static final class ByChannel {
        public SocketChannel open() throws IOException {
            return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        }
    }

    public static final class BySocket {
        public Socket open() throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), 1);
        }
    }
}
