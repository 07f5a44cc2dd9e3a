package dev.waag.report;

import java.util.List;

/**
 * One pin that was judged.
 *
 * @param name normalized name
 * @param version version as pinned, or empty where nothing is pinned
 * @param file path of the file that pins it, as it is to be shown
 * @param line line in that file from 1, or 0 for none
 * @param licence SPDX expression, or empty where it is not known
 * @param hashes each as {@code algorithm:hex}; without a colon it is a SHA-256
 * @param direct whether the project itself asks for it
 */
public record PinnedProject(
        String name, String version, String file, int line, String licence, List<String> hashes, boolean direct) {
    public PinnedProject {
        hashes = List.copyOf(hashes);
    }
}
