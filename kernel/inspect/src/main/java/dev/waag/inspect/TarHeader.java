package dev.waag.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header block of a tar (POSIX.1-2017, pax "ustar Interchange Format"; GNU's extensions).
 *
 * @param type the typeflag
 */
record TarHeader(String name, char type, long size, String target, boolean ustar) {
    static final int BLOCK = 512;
    private static final int CHECKSUM = 148;

    /** @throws ArchiveException where it is no header */
    static TarHeader read(byte[] block, Problems problems) throws ArchiveException {
        if (!checksum(block)) {
            throw problems.broken("", "a tar header with a wrong checksum: the archive is damaged, or it is no tar");
        }
        boolean ustar = text(block, 257, 5).equals("ustar");
        String name = text(block, 0, 100);
        if (ustar && block[262] == 0) {
            String prefix = text(block, 345, 155);
            name = prefix.isEmpty() ? name : prefix + "/" + name;
        }
        return new TarHeader(
                name, (char) (block[156] & 0xff), number(block, 124, 12, problems), text(block, 157, 100), ustar);
    }

    private static boolean checksum(byte[] block) {
        long said = octal(block, CHECKSUM, 8);
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            int b = i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        return said == unsigned || said == signed;
    }

    /** Octal digits between spaces and a NUL or space; -1 for anything else. */
    private static long octal(byte[] block, int at, int length) {
        int i = at;
        while (i < at + length && block[i] == ' ') {
            i++;
        }
        long value = 0;
        for (; i < at + length && block[i] != 0 && block[i] != ' '; i++) {
            if (block[i] < '0' || block[i] > '7') {
                return -1;
            }
            value = value * 8 + block[i] - '0';
        }
        return value;
    }

    /** Octal, or GNU's base 256 where the first bit is set. */
    private static long number(byte[] block, int at, int length, Problems problems) throws ArchiveException {
        long value = -1;
        if (block[at] == (byte) 0x80) {
            value = 0;
            for (int i = at + 1; i < at + length && value >= 0; i++) {
                value = value > Long.MAX_VALUE >> 8 ? -1 : value << 8 | block[i] & 0xff;
            }
        } else if (block[at] >= 0) {
            value = octal(block, at, length);
        }
        if (value < 0) {
            throw problems.broken("", "a tar header without a usable size");
        }
        return value;
    }

    static String text(byte[] block, int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        byte[] part = Arrays.copyOfRange(block, at, end);
        return Text.decode(part, StandardCharsets.UTF_8).orElseGet(() -> Text.latin(part));
    }
}
