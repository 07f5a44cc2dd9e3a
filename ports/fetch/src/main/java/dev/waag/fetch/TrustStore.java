package dev.waag.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The certificates to trust: the JVM's own, the system's, and those that the settings name, each once. A source that cannot be read adds
 * nothing and is told in {@link #problems()}, which explain a connection that then fails.
 */
final class TrustStore {
    /** Where systems keep all that they trust in one file: Debian and Alpine; Fedora and Red Hat, new and old; SUSE; macOS and the BSDs. */
    private static final List<Path> SYSTEM = Stream.of(
                    "/etc/ssl/certs/ca-certificates.crt",
                    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                    "/etc/pki/tls/certs/ca-bundle.crt",
                    "/etc/ssl/ca-bundle.pem",
                    "/etc/ssl/cert.pem")
            .map(Path::of)
            .toList();

    private final KeyStore keys;
    private final CertificateFactory factory;
    private final Set<ByteBuffer> seen = new HashSet<>();
    private final Set<Path> read = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private TrustStore() throws GeneralSecurityException, IOException {
        keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        factory = CertificateFactory.getInstance("X.509");
    }

    static TrustStore load(List<FetchSettings.Authority> named) throws GeneralSecurityException, IOException {
        TrustStore store = new TrustStore();
        store.addJvm();
        SYSTEM.stream()
                .filter(Files::isReadable)
                .findFirst()
                .ifPresent(file -> store.add(new FetchSettings.Authority("the system's store", file)));
        named.forEach(store::add);
        return store;
    }

    KeyStore keys() {
        return keys;
    }

    /** What could not be read, a sentence each. */
    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** {@code javax.net.ssl.trustStore}, as the JDK has it, else its {@code cacerts}. */
    private void addJvm() {
        String home = System.getProperty("java.home", "");
        Path file = Optional.ofNullable(System.getProperty("javax.net.ssl.trustStore"))
                .filter(f -> !f.isBlank() && !f.equals("NONE"))
                .map(Path::of)
                .orElse(Path.of(home, "lib", "security", "cacerts"));
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore jvm =
                    KeyStore.getInstance(System.getProperty("javax.net.ssl.trustStoreType", KeyStore.getDefaultType()));
            String password = System.getProperty("javax.net.ssl.trustStorePassword", "");
            jvm.load(in, password.isEmpty() ? null : password.toCharArray());
            for (String alias : Collections.list(jvm.aliases())) {
                if (jvm.isCertificateEntry(alias)) {
                    Certificate certificate = jvm.getCertificate(alias);
                    if (seen.add(ByteBuffer.wrap(certificate.getEncoded()))) {
                        put(certificate);
                    }
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            problems.add("the JVM's certificates (" + file + ") cannot be read: " + e.getMessage());
        }
    }

    private void add(FetchSettings.Authority authority) {
        Path path = authority.path();
        try {
            if (!Files.isDirectory(path)) {
                if (addFile(path) == 0) {
                    problems.add(path + ", named by " + authority.source() + ", holds no certificate");
                }
                return;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    if (Files.isRegularFile(file)) {
                        addFile(file);
                    }
                }
            }
        } catch (IOException e) {
            problems.add(path + ", named by " + authority.source() + ", cannot be read: " + e.getMessage());
        }
    }

    /** How many certificates the file holds, known ones too; 1 for a file that was read before under another name. */
    private int addFile(Path file) throws IOException {
        if (!read.add(file.toRealPath())) {
            return 1;
        }
        List<byte[]> blocks = Pem.blocks(Files.readAllBytes(file), "CERTIFICATE");
        for (byte[] der : blocks) {
            if (seen.add(ByteBuffer.wrap(der))) {
                addDer(der, file);
            }
        }
        return blocks.size();
    }

    private void addDer(byte[] der, Path file) {
        try {
            put(factory.generateCertificate(new ByteArrayInputStream(der)));
        } catch (GeneralSecurityException e) {
            problems.add("a certificate in " + file + " makes no sense: " + e.getMessage());
        }
    }

    private void put(Certificate certificate) throws GeneralSecurityException {
        if (certificate == null) {
            throw new CertificateException("empty");
        }
        keys.setCertificateEntry(Integer.toString(keys.size()), certificate);
    }
}
