package dev.waag.store;

import java.io.IOException;

/**
 * Where the storage key is kept, under which data keys are wrapped. A place is {@code WORD:…}, with the word of the store that it is in.
 */
public interface StorageKeys {
    /** Which store it is: {@code file} or {@code vault}. */
    String word();

    /**
     * Makes the storage key of that number, durable when this returns. Where a crash left one of that number which nothing was wrapped
     * under, that one may be taken.
     *
     * @return its place
     */
    String make(long number) throws IOException;

    /** Wraps a data key. */
    byte[] wrap(String place, byte[] key) throws IOException;

    /** Unwraps a data key; fails where it was not wrapped under this storage key. */
    byte[] unwrap(String place, byte[] wrapped) throws IOException;

    /** Destroys the storage keys that come before the one of that number; that they are gone already is no failure. */
    void removeBefore(long number) throws IOException;
}
