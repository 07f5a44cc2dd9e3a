package dev.waag.python;

import java.io.IOException;
import java.util.List;

/**
 * Finds a wheel's METADATA from the end of the file, without the rest of it: a zip's directory stands at its end (PKWARE APPNOTE, 4.3.6), and
 * wheel builders put the {@code .dist-info} folder last, so the tail and at most two more reads do.
 *
 * <p>It is strict where readers of zip files differ: two directories, data before the archive, two members of one name or two METADATA files
 * would let one reader judge what another does not install.
 */
public final class WheelTail {
    /** The largest central directory read, in bytes: room for some 100,000 members. */
    public static final int MAX_DIRECTORY = 16 << 20;

    /** A tail of this many bytes nearly always holds directory and METADATA both. */
    public static final int USUAL_TAIL = 64 << 10;

    /** Where more of the file comes from. */
    public interface Reader {
        /** Exactly these bytes of the file, of which none was asked for before; offset is from the file's beginning. */
        byte[] read(long offset, int length) throws IOException;
    }

    private WheelTail() {}

    /**
     * The bytes of the one member {@code {name}-{version}.dist-info/METADATA}, whose folder must be that of the wheel's name and version.
     *
     * @param size the length of the whole file
     * @param tail the file's last bytes, however many
     * @param maxMetadata the largest METADATA accepted, in bytes; at most {@link #MAX_DIRECTORY}
     * @throws PageFormatException where the file is no zip, is ambiguous, has no such member, or one that is damaged or larger
     */
    public static byte[] metadata(WheelName wheel, long size, byte[] tail, Reader more, int maxMetadata)
            throws IOException, PageFormatException {
        if (tail.length > size || maxMetadata < 0 || maxMetadata > MAX_DIRECTORY) {
            throw new IllegalArgumentException(
                    "the tail is longer than the file, or the limit is not from 0 to " + MAX_DIRECTORY);
        }
        TailWindow window = new TailWindow(size, tail, more);
        ZipEnd end = ZipEnd.find(window);
        List<ZipMember> members = ZipMember.directory(window, end, WheelTail::isMetadata);
        if (members.isEmpty()) {
            throw new PageFormatException("the wheel has no .dist-info/METADATA");
        }
        if (members.size() > 1) {
            throw new PageFormatException("the wheel has " + members.size() + " .dist-info/METADATA");
        }
        ZipMember member = members.getFirst();
        String folder = member.name().substring(0, member.name().indexOf('/'));
        if (!isOf(wheel, folder)) {
            throw new PageFormatException(
                    "the wheel's metadata are in " + Texts.clean(folder) + ", which is not of its name and version");
        }
        return member.content(window, end.directoryOffset(), maxMetadata);
    }

    private static boolean isMetadata(String name) {
        return name.endsWith(".dist-info/METADATA") && name.indexOf('/') == name.lastIndexOf('/');
    }

    private static boolean isOf(WheelName wheel, String folder) {
        String stem = folder.substring(0, folder.length() - ".dist-info".length());
        int split = FileNames.nameEnd(stem, wheel.project());
        if (split < 0) {
            return false;
        }
        String version = WheelName.version(stem.substring(split + 1));
        return version.equals(wheel.version())
                || Version.parse(version).isPresent() && Version.parse(version).equals(Version.parse(wheel.version()));
    }
}
