package dev.waag.sign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Opens signed notes (C2SP signed-note): the text comes out only when a known key signed it. */
public final class SignedNote {
    /** The longest note that is read, in characters. */
    public static final int MAX_LENGTH = 1_000_000;

    /** The most signature lines that are read, as in golang.org/x/mod/sumdb/note; the specification asks for at least 16. */
    public static final int MAX_SIGNATURES = 100;

    static final String DASH = "\u2014 ";

    private SignedNote() {}

    /** What came of opening a note. */
    public sealed interface Result {}

    /**
     * At least one known key signed the text, and no signature of a known key was wrong.
     *
     * @param text the text with its last newline
     * @param sigs the signatures of known keys, one a key, all verified
     * @param unverified the signatures of keys that nobody named; they prove nothing
     */
    public record Verified(String text, List<NoteSignature> sigs, List<NoteSignature> unverified) implements Result {
        public Verified {
            sigs = List.copyOf(sigs);
            unverified = List.copyOf(unverified);
        }
    }

    /** The note is malformed, or no known key signed it, or a known key's signature is wrong: the text must not be used. */
    public record Rejected(String reason) implements Result {}

    /** Verifies every signature of a known key. A key is known by name and id together; two known keys that share both are refused. */
    public static Result open(String note, Collection<NoteVerifier> known) {
        try {
            Parsed parsed = parse(note);
            return verify(parsed, known);
        } catch (NoteException e) {
            return new Rejected(String.valueOf(e.getMessage()));
        }
    }

    /** The signature lines of a note, none of them verified. */
    public static List<NoteSignature> signatures(String note) throws NoteException {
        return List.copyOf(parse(note).signatures);
    }

    private record Parsed(String text, List<NoteSignature> signatures) {}

    private static Parsed parse(String note) throws NoteException {
        if (note.length() > MAX_LENGTH) {
            throw new NoteException("the note is longer than " + MAX_LENGTH + " characters");
        }
        if (!NoteText.isAllowed(note)) {
            throw new NoteException("the note holds a control character, or is not Unicode");
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0) {
            throw new NoteException("the note has no empty line before its signatures");
        }
        String lines = note.substring(split + 2);
        if (!lines.endsWith("\n")) {
            throw new NoteException("the note has no signature line that ends in a newline");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            if (signatures.size() == MAX_SIGNATURES) {
                throw new NoteException("the note has more than " + MAX_SIGNATURES + " signatures");
            }
            signatures.add(signature(line));
        }
        return new Parsed(note.substring(0, split + 1), signatures);
    }

    private static NoteSignature signature(String line) throws NoteException {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0 || !NoteKey.isName(line.substring(DASH.length(), space))) {
            throw new NoteException("a signature line is an em dash, the key's name and base64");
        }
        String name = line.substring(DASH.length(), space);
        byte[] data = StrictBase64.decode(line.substring(space + 1));
        if (data.length <= Integer.BYTES) {
            throw new NoteException("the signature of " + name + " is too short");
        }
        ByteBuffer buffer = ByteBuffer.wrap(data);
        int keyId = buffer.getInt();
        byte[] signature = new byte[buffer.remaining()];
        buffer.get(signature);
        return new NoteSignature(name, keyId, signature);
    }

    private static Result verify(Parsed parsed, Collection<NoteVerifier> known) throws NoteException {
        byte[] text = parsed.text.getBytes(StandardCharsets.UTF_8);
        List<NoteSignature> verified = new ArrayList<>();
        List<NoteSignature> unverified = new ArrayList<>();
        Set<NoteVerifier> seen = new HashSet<>();
        for (NoteSignature signature : parsed.signatures) {
            List<NoteVerifier> keys = known.stream()
                    .filter(k -> k.keyId() == signature.keyId() && k.name().equals(signature.name()))
                    .distinct()
                    .toList();
            if (keys.size() > 1) {
                throw new NoteException("two known keys are both " + signature);
            }
            if (keys.isEmpty()) {
                unverified.add(signature);
            } else if (!keys.getFirst().verify(text, signature.signature())) {
                throw new NoteException("the signature of " + signature + " is wrong");
            } else if (seen.add(keys.getFirst())) {
                verified.add(signature);
            }
        }
        if (verified.isEmpty()) {
            throw new NoteException("no known key signed the note; it names "
                    + unverified.stream().map(NoteSignature::toString).toList());
        }
        return new Verified(parsed.text, verified, unverified);
    }
}
