package dev.waag.check;

/** Told how far a check is, so that whoever waits sees that something moves. */
@FunctionalInterface
public interface Progress {
    /** Nobody looks. */
    Progress NONE = (what, done, of) -> {};

    /** @param what in a few words, such as {@code asking the index} */
    void at(String what, int done, int of);
}
