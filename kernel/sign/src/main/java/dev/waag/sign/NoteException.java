package dev.waag.sign;

/** Text that is not what it should be: a key, a signed note, an envelope, a checkpoint or a proof. The message says what is wrong with it. */
public final class NoteException extends Exception {
    public NoteException(String message) {
        super(message);
    }
}
