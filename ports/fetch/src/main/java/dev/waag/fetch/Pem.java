package dev.waag.fetch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The blocks of a PEM file (RFC 7468), by label; what stands around them is passed over. */
final class Pem {
    private Pem() {}

    /** The DER bytes of all blocks with the label, {@code CERTIFICATE} say. Those that are not base64 are left out. */
    static List<byte[]> blocks(byte[] file, String label) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        List<byte[]> blocks = new ArrayList<>();
        int from = text.indexOf(begin);
        while (from >= 0) {
            from += begin.length();
            int to = text.indexOf(end, from);
            if (to < 0) {
                return blocks;
            }
            try {
                blocks.add(Base64.getMimeDecoder().decode(text.substring(from, to)));
            } catch (IllegalArgumentException e) {
                // One broken block among a system's certificates must not take the others away.
            }
            from = text.indexOf(begin, to);
        }
        return blocks;
    }
}
