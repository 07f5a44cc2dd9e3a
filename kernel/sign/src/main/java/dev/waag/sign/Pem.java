package dev.waag.sign;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM text (RFC 7468 section 3): label, RFC 1421 headers if any, and the bytes that the base64 spells. */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]+)-----[ \\t]*\\R((?:[A-Za-z-]+:.*\\R)*)([^-]*)-----END ([A-Z0-9 ]+)-----");

    private Pem() {}

    static final class Block {
        private final String label;
        private final String headers;
        private final byte[] bytes;

        Block(String label, String headers, byte[] bytes) {
            this.label = label;
            this.headers = headers;
            this.bytes = bytes;
        }

        String label() {
            return label;
        }

        /** Whether the body is encrypted: PKCS#8 says so in the label, older forms in a header (RFC 1421 section 4.6.1.1). */
        boolean encrypted() {
            return label.startsWith("ENCRYPTED") || headers.contains("ENCRYPTED");
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    /** All blocks in their order; text around them is skipped, as it may be. */
    static List<Block> blocks(String text, String what) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String label = matcher.group(1);
            if (!label.equals(matcher.group(4))) {
                throw broken(what, "a block begins as " + label + " and ends as " + matcher.group(4));
            }
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(3));
                blocks.add(new Block(label, matcher.group(2), bytes));
            } catch (IllegalArgumentException e) {
                throw broken(what, "the block " + label + " is not base64");
            }
        }
        return blocks;
    }

    static UserException broken(String what, String cause) {
        return new UserException(
                Exit.USAGE, what + " cannot be read", cause, "give a PEM file that begins with -----BEGIN");
    }
}
