/**
 * The only starter of other programs.
 *
 * <p>Arguments go to the program as they are, never through a shell; the environment is the one that the caller wrote down and nothing
 * besides; output is bounded while it is read; and when a command ends, in whatever way, nothing that it started goes on.
 *
 * <pre>{@code
 * Finished done = Processes.run(
 *         new Command(List.of("git", "rev-parse", "HEAD"), Map.of("PATH", path), folder, Duration.ofSeconds(10), 4096), new byte[0]);
 * }</pre>
 */
@NullMarked
package dev.waag.process;

import org.jspecify.annotations.NullMarked;
