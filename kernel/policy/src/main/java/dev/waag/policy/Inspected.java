package dev.waag.policy;

import java.util.List;

/**
 * What inspecting a file told: what it holds and what it can do. Lists hold short texts for people, what matters most first.
 *
 * @param archiveFaults why readers could take the archive in two ways, or why it could not be read; empty for a sound one
 * @param installScore how much code that runs by itself looks like malware, from 0 to 1
 * @param installSigns what that score rests on
 * @param capabilities what its code can do, such as {@code network} and {@code credentials}
 * @param startupFiles files that every start of the interpreter runs or reads
 * @param nativeFiles native libraries and programs
 * @param delta what is new against the last release that was inspected
 */
public record Inspected(
        List<String> archiveFaults,
        double installScore,
        List<String> installSigns,
        List<String> capabilities,
        List<String> startupFiles,
        List<String> nativeFiles,
        List<String> delta) {
    public Inspected {
        archiveFaults = List.copyOf(archiveFaults);
        installSigns = List.copyOf(installSigns);
        capabilities = List.copyOf(capabilities);
        startupFiles = List.copyOf(startupFiles);
        nativeFiles = List.copyOf(nativeFiles);
        delta = List.copyOf(delta);
    }

    /** What is known of a file that was not inspected yet. */
    public static final Inspected NOTHING =
            new Inspected(List.of(), 0, List.of(), List.of(), List.of(), List.of(), List.of());
}
