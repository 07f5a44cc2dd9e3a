package dev.waag.server;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.PemKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate and key of {@code [tls]}, taken up again when their files change; a change that cannot be used leaves the running ones. */
final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final long PERIOD_MILLIS = 2000;

    private final ServerConfig.Tls files;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private Thread watcher = Thread.ofVirtual().unstarted(() -> {});
    private String text;

    private TlsFiles(ServerConfig.Tls files) throws IOException {
        this.files = files;
        this.text = read();
        use(factory);
    }

    static TlsFiles load(ServerConfig.Tls files) {
        try {
            return new TlsFiles(files);
        } catch (IOException e) {
            throw new UserException(
                    Exit.USAGE,
                    "[tls]: " + files.certificate() + " or " + files.key() + " cannot be read: " + e.getMessage(),
                    "a path is misspelt, the files are not this user's to read, or hold no certificate and key in PEM",
                    "check the paths and permissions");
        }
    }

    private String read() throws IOException {
        return Files.readString(files.certificate()) + '\0' + Files.readString(files.key());
    }

    private void use(SslContextFactory.Server target) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        int split = text.indexOf('\0');
        target.setKeyStore(
                PemKeys.keyStore(text.substring(0, split), text.substring(split + 1), password.toCharArray()));
        target.setKeyStorePassword(password);
        target.setSniRequired(false);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    void watch() {
        watcher = Thread.ofVirtual().name("tls-watch").start(this::loop);
    }

    private void loop() {
        while (true) {
            try {
                Thread.sleep(PERIOD_MILLIS);
                look();
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                LOG.error("the changed certificate or key cannot be used: the running ones stay: {}", e.getMessage());
            }
        }
    }

    /** Takes the files up where they are others than the last. */
    void look() throws Exception {
        String now = read();
        if (!now.equals(text)) {
            text = now;
            factory.reload(f -> use((SslContextFactory.Server) f));
            LOG.info("the certificate {} changed and is in use", files.certificate());
        }
    }

    void close() {
        watcher.interrupt();
    }
}
