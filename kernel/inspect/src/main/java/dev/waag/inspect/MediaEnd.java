package dev.waag.inspect;

/** Where a picture ends by its own format (PNG, GIF by its trailer, JPEG by its markers). */
final class MediaEnd {
    private MediaEnd() {}

    /** The offset behind the picture; -1 where it cannot be told. */
    static int find(byte[] b, int length) {
        if (length > 8 && (b[0] & 0xff) == 0x89 && b[1] == 'P' && b[2] == 'N' && b[3] == 'G') {
            return png(b, length);
        }
        if (length > 4 && (b[0] & 0xff) == 0xff && (b[1] & 0xff) == 0xd8) {
            return jpeg(b, length);
        }
        return -1;
    }

    private static int png(byte[] b, int length) {
        long at = 8;
        while (at + 12 <= length) {
            int i = (int) at;
            long size = (b[i] & 0xffL) << 24 | (b[i + 1] & 0xff) << 16 | (b[i + 2] & 0xff) << 8 | b[i + 3] & 0xff;
            boolean last = b[i + 4] == 'I' && b[i + 5] == 'E' && b[i + 6] == 'N' && b[i + 7] == 'D';
            at += 12 + size;
            if (last) {
                return at <= length ? (int) at : -1;
            }
        }
        return -1;
    }

    /** Behind the first end-of-image marker that follows the scan data and nothing of a thumbnail. */
    private static int jpeg(byte[] b, int length) {
        int i = 2;
        while (i + 4 <= length && (b[i] & 0xff) == 0xff) {
            int marker = b[i + 1] & 0xff;
            if (marker == 0xd9) {
                return i + 2;
            }
            int size = (b[i + 2] & 0xff) << 8 | b[i + 3] & 0xff;
            i += 2 + size;
            if (marker == 0xda) {
                // within a scan, a 0xff that is data is followed by 0 or a restart marker
                while (i + 1 < length
                        && !((b[i] & 0xff) == 0xff
                                && b[i + 1] != 0
                                && ((b[i + 1] & 0xff) < 0xd0 || (b[i + 1] & 0xff) > 0xd7))) {
                    i++;
                }
            }
        }
        return -1;
    }
}
