package dev.waag.testkit;

import java.io.IOException;

/** How the {@link SimulatedIndex} answers at a path where a test wants something other than the truth. */
@FunctionalInterface
public interface Behaviour {
    /**
     * Answers.
     *
     * @param truth what an honest index would say
     * @return whether the connection may be used for another request
     */
    boolean answer(Exchange x, Exchange.Content truth) throws IOException, InterruptedException;
}
