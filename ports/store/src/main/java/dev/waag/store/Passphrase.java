package dev.waag.store;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What the private keys of a data folder are encrypted under: {@code WAAG_KEYS_PASSPHRASE}; else the first line of the file that
 * {@code WAAG_KEYS_PASSPHRASE_FILE} or {@code [keys] passphrase-file} names; else random bytes in {@code keys/passphrase}, readable by the
 * owner only. The last one protects copies of the folder that leave {@code keys/passphrase} out; who reads the whole folder has the keys.
 */
public final class Passphrase {
    /** The variables that give it. */
    public static final String VARIABLE = "WAAG_KEYS_PASSPHRASE";

    public static final String FILE_VARIABLE = "WAAG_KEYS_PASSPHRASE_FILE";
    private static final int RANDOM_BYTES = 32;
    private static final int SHORTEST = 8;

    private final char[] text;
    private final KeyFile.Strength strength;
    private final String source;

    private Passphrase(String text, KeyFile.Strength strength, String source) {
        this.text = text.toCharArray();
        this.strength = strength;
        this.source = source;
    }

    /** The folder's passphrase; a random one is made where none is given and there is none yet. */
    public static Passphrase of(DataFolder data, Map<String, String> environment) throws IOException {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isEmpty()) {
            return chosen(given, VARIABLE);
        }
        String file = environment.getOrDefault(FILE_VARIABLE, "");
        Path pointer = data.path("keys", "passphrase-file");
        if (file.isEmpty() && Files.exists(pointer)) {
            file = Files.readString(pointer).strip();
        }
        if (!file.isEmpty()) {
            return chosen(firstLine(Path.of(file)), file);
        }
        Path own = data.path("keys", "passphrase");
        if (!Files.exists(own)) {
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            Durable.writeSecret(own, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        }
        return new Passphrase(Files.readString(own).strip(), KeyFile.Strength.RANDOM, own.toString());
    }

    /** Lets commands on this folder find the file that the server was configured with, where it was. */
    public static void remember(DataFolder data, Optional<Path> file) throws IOException {
        Path pointer = data.path("keys", "passphrase-file");
        if (file.isPresent()) {
            Durable.writeSecret(pointer, file.get().toAbsolutePath() + "\n");
        } else {
            Files.deleteIfExists(pointer);
        }
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new UserException(
                    Exit.USAGE,
                    "the passphrase file " + file + " cannot be read: " + e.getMessage(),
                    "[keys] passphrase-file or " + FILE_VARIABLE + " names it",
                    "let this user read it");
        }
    }

    private static Passphrase chosen(String text, String source) {
        if (text.length() < SHORTEST) {
            throw new UserException(
                    Exit.USAGE,
                    "the passphrase of " + source + " is too short",
                    "it has fewer than " + SHORTEST + " characters",
                    "take a longer one: openssl rand -base64 32");
        }
        return new Passphrase(text, KeyFile.Strength.CHOSEN, source);
    }

    /** A copy of the passphrase itself: a secret. */
    public char[] text() {
        return text.clone();
    }

    public KeyFile.Strength strength() {
        return strength;
    }

    /** The error for a key file that this passphrase does not open. */
    public UserException wrong(Path file, String why) {
        return new UserException(
                Exit.INCOMPLETE,
                "the private key in " + file + " cannot be used: " + why,
                "the passphrase was taken from " + source,
                "give the one that the keys were made with, as " + VARIABLE + " or in a file");
    }

    @Override
    public String toString() {
        return "[REDACTED] of " + source;
    }
}
