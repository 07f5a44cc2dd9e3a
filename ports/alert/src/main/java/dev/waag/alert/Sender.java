package dev.waag.alert;

import java.util.Optional;

/** One way to people. */
interface Sender extends AutoCloseable {
    /**
     * Tries once.
     *
     * @param id the same in every attempt, so that a receiver can drop a second one
     */
    Optional<Failure> attempt(String id, Alert alert);

    @Override
    void close();
}
