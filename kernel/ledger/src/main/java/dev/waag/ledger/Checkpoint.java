package dev.waag.ledger;

import dev.waag.sign.NoteException;
import dev.waag.sign.StrictBase64;
import java.util.Arrays;
import java.util.List;

/** A tree head, as the text of a signed note (C2SP tlog-checkpoint, "Note text"): a value. */
public final class Checkpoint {
    private final String origin;
    private final long size;
    private final byte[] root;
    private final List<String> extensions;

    /** A checkpoint without extension lines. */
    public Checkpoint(String origin, long size, byte[] root) {
        this(origin, size, root, List.of());
    }

    /**
     * @param origin names the log; one line, not empty
     * @param size the number of leaves
     * @param root the root hash, 32 bytes
     * @param extensions opaque lines, none of them empty, which are kept and mean nothing here
     */
    public Checkpoint(String origin, long size, byte[] root, List<String> extensions) {
        if (size < 0
                || root.length != Merkle.HASH_SIZE
                || !isLine(origin)
                || !extensions.stream().allMatch(Checkpoint::isLine)) {
            throw new IllegalArgumentException("not the origin, size, root or extension lines of a checkpoint");
        }
        this.origin = origin;
        this.size = size;
        this.root = root.clone();
        this.extensions = List.copyOf(extensions);
    }

    /** Reads the text of a note whose signature was verified. */
    public static Checkpoint parse(String text) throws NoteException {
        if (!text.endsWith("\n")) {
            throw new NoteException("the checkpoint does not end in a newline");
        }
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3 || !lines.stream().allMatch(Checkpoint::isLine)) {
            throw new NoteException("a checkpoint has an origin, a size, a root, and no empty line");
        }
        byte[] root = StrictBase64.decode(lines.get(2));
        if (root.length != Merkle.HASH_SIZE) {
            throw new NoteException("the root of the checkpoint is not " + Merkle.HASH_SIZE + " bytes long");
        }
        return new Checkpoint(
                lines.get(0),
                Numbers.parse(lines.get(1), "the size of the checkpoint"),
                root,
                lines.subList(3, lines.size()));
    }

    /** The text to sign; {@link #parse} reads it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(origin).append('\n').append(size).append('\n');
        text.append(StrictBase64.encode(root)).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    public String origin() {
        return origin;
    }

    /** The number of leaves. */
    public long size() {
        return size;
    }

    public byte[] root() {
        return root.clone();
    }

    public List<String> extensions() {
        return extensions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that
                && origin.equals(that.origin)
                && size == that.size
                && Arrays.equals(root, that.root)
                && extensions.equals(that.extensions);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(size) + Arrays.hashCode(root);
    }

    @Override
    public String toString() {
        return origin + " " + size + " " + StrictBase64.encode(root);
    }

    private static boolean isLine(String text) {
        return !text.isEmpty() && text.indexOf('\n') < 0;
    }
}
