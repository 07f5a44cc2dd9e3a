package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The functions that turn an encoded payload back, run on constants so that what is inside is looked at too. Text is one character a byte. */
final class Decoders {
    private static final Set<String> TRANSFORMS = Set.of(
            "rot13",
            "rot_13",
            "hex",
            "hex_codec",
            "base64",
            "base64_codec",
            "zlib",
            "zlib_codec",
            "zip",
            "unicode_escape",
            "utf7",
            "bz2",
            "uu");

    private Decoders() {}

    static boolean isTransform(String encoding) {
        return TRANSFORMS.contains(encoding.toLowerCase(Locale.ROOT).replace('-', '_'));
    }

    /** By the name of a codec; what cannot be decoded is a hole. */
    static String transform(String encoding, String s, boolean encode) {
        String key = encoding.toLowerCase(Locale.ROOT).replace('-', '_').replace("_codec", "");
        return switch (key) {
            case "rot13", "rot_13" -> Fold.rot13(s);
            case "unicode_escape" -> encode ? s : Literals.unescape(s, false);
            case "utf7" -> encode ? s : Source.utf7(s);
            case "hex" -> encode ? hole() : hex(s);
            case "base64" -> encode ? hole() : base64(s, false);
            case "zlib", "zip" -> encode ? hole() : inflate(s);
            default -> hole();
        };
    }

    /** By the full name of a function; what cannot be decoded is a hole. */
    static String call(String function, String s) {
        if (s.indexOf(Value.HOLE) >= 0) {
            return hole();
        }
        return switch (function) {
            case "base64.b64decode",
                    "base64.standard_b64decode",
                    "base64.decodebytes",
                    "base64.decodestring",
                    "binascii.a2b_base64" -> base64(s, false);
            case "base64.urlsafe_b64decode" -> base64(s, true);
            case "base64.b16decode", "binascii.unhexlify", "binascii.a2b_hex", "bytes.fromhex", "bytearray.fromhex" ->
                hex(s);
            case "base64.b32decode" -> base32(s);
            case "base64.b85decode" -> base85(s, BASE85);
            case "base64.a85decode" -> base85(s, ASCII85);
            case "zlib.decompress" -> inflate(s);
            case "gzip.decompress" -> gunzip(s);
            default -> hole();
        };
    }

    private static String hole() {
        return String.valueOf(Value.HOLE);
    }

    private static String base64(String s, boolean url) {
        try {
            String clean = s.replaceAll("\\s+", "");
            Base64.Decoder decoder = url ? Base64.getUrlDecoder() : Base64.getDecoder();
            return new String(decoder.decode(clean.replaceAll("=+$", "")), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return hole();
        }
    }

    private static String hex(String s) {
        try {
            return new String(HexFormat.of().parseHex(s.replaceAll("\\s+", "")), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return hole();
        }
    }

    private static String base32(String s) {
        StringBuilder out = new StringBuilder();
        int bits = 0;
        int buffer = 0;
        for (char c : s.toUpperCase(Locale.ROOT).toCharArray()) {
            int v = c >= 'A' && c <= 'Z' ? c - 'A' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
            if (v < 0) {
                continue;
            }
            buffer = (buffer << 5 | v) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.append((char) (buffer >> bits & 0xff));
            }
        }
        return out.toString();
    }

    private static final String BASE85 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    private static final String ASCII85 = ascii85();

    private static String ascii85() {
        StringBuilder out = new StringBuilder();
        for (char c = '!'; c <= 'u'; c++) {
            out.append(c);
        }
        return out.toString();
    }

    private static String base85(String s, String alphabet) {
        StringBuilder out = new StringBuilder();
        long word = 0;
        int n = 0;
        for (int i = 0; i < s.length(); i++) {
            int v = alphabet.indexOf(s.charAt(i));
            if (v < 0) {
                continue;
            }
            word = word * 85 + v;
            if (++n == 5) {
                bytes(out, word, 4);
                word = 0;
                n = 0;
            }
        }
        if (n > 1) {
            for (int i = n; i < 5; i++) {
                word = word * 85 + 84;
            }
            bytes(out, word, n - 1);
        }
        return out.toString();
    }

    private static void bytes(StringBuilder out, long word, int count) {
        for (int i = 0; i < count; i++) {
            out.append((char) (word >> (24 - 8 * i) & 0xff));
        }
    }

    private static String inflate(String s) {
        byte[] in = s.getBytes(ISO_8859_1);
        String plain = read(new InflaterInputStream(new ByteArrayInputStream(in)));
        return plain.isEmpty()
                ? read(new InflaterInputStream(new ByteArrayInputStream(in), new Inflater(true)))
                : plain;
    }

    private static String gunzip(String s) {
        try {
            return read(new GZIPInputStream(new ByteArrayInputStream(s.getBytes(ISO_8859_1))));
        } catch (IOException e) {
            return hole();
        }
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readNBytes(Fold.MOST), ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
