package dev.waag.alert;

/** What became of an alert. */
public sealed interface Delivery {
    /** The receiver took it. */
    record Delivered(int attempts) implements Delivery {}

    /** Nobody is configured to be told. */
    record NobodyToTell() implements Delivery {}

    /**
     * It did not arrive.
     *
     * @param reason why the last attempt failed; shows no secret
     */
    record Failed(int attempts, String reason) implements Delivery {}
}
