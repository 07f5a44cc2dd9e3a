package dev.waag.policy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of a policy.
 *
 * @param name the file's name for messages
 * @param text TOML 1.0
 */
public record PolicySource(String name, String text) {
    /**
     * From a file's bytes, which TOML wants in UTF-8.
     *
     * @throws PolicyException at the first byte that is none
     */
    public static PolicySource of(String name, byte[] utf8) throws PolicyException {
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(utf8);
        CharBuffer out = CharBuffer.allocate(utf8.length);
        CoderResult end = strict.decode(in, out, true);
        String text = out.flip().toString();
        if (end.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            String before = text.substring(text.lastIndexOf('\n') + 1);
            int column = 1 + before.codePointCount(0, before.length());
            throw new PolicyException(List.of(new PolicyError(
                    name,
                    line,
                    column,
                    "the byte 0x" + Integer.toHexString(utf8[in.position()] & 0xff) + " is not UTF-8")));
        }
        return new PolicySource(name, text);
    }
}
