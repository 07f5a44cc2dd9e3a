package dev.waag.core;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Kernel classes that do what only ports may. */
public final class SabotageTouchesTheWorld {
    private SabotageTouchesTheWorld() {}

    public static final class ReadsFiles {
        public byte[] read() throws IOException {
            return Files.readAllBytes(Path.of("x"));
        }
    }

    public static final class ReadsOldFiles {
        public int read() throws IOException {
            try (InputStream in = new FileInputStream("x")) {
                return in.read();
            }
        }
    }

    public static final class Connects {
        public InetAddress address() {
            return InetAddress.getLoopbackAddress();
        }
    }

    public static final class Queries {
        public void commit(Connection c) throws SQLException {
            c.commit();
        }
    }

    public static final class Starts {
        public Process start() throws IOException {
            return new ProcessBuilder("x").start();
        }
    }
}
