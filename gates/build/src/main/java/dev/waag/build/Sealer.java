package dev.waag.build;

/** Signs a statement with a key that nothing in the sandbox can reach. */
public interface Sealer {
    /** The DSSE envelope of an in-toto statement, as one line of JSON. */
    String seal(byte[] statement);
}
