package dev.waag.ledger;

import dev.waag.sign.NoteException;

/** Decimal numbers as the C2SP formats write them: ASCII digits, no leading zero, no sign. */
final class Numbers {
    private Numbers() {}

    /** A number of at most 63 bits. */
    static long parse(String text, String what) throws NoteException {
        if (!text.matches("0|[1-9][0-9]{0,18}")) {
            throw new NoteException(what + " is not a decimal number");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new NoteException(what + " is beyond what is counted here");
        }
    }
}
