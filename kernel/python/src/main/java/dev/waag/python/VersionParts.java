package dev.waag.python;

import java.util.List;

/** The parts of a version, normalized: numbers as digits without leading zeros, {@code ""} and empty lists for parts that are absent. */
record VersionParts(
        String epoch,
        List<String> release,
        String preLetter,
        String preNumber,
        String post,
        String dev,
        List<String> local) {

    /** The normalized spelling, with this release segment. */
    String text(List<String> releaseShown) {
        StringBuilder out = new StringBuilder();
        if (!epoch.equals("0")) {
            out.append(epoch).append('!');
        }
        out.append(String.join(".", releaseShown)).append(preLetter).append(preNumber);
        if (!post.isEmpty()) {
            out.append(".post").append(post);
        }
        if (!dev.isEmpty()) {
            out.append(".dev").append(dev);
        }
        if (!local.isEmpty()) {
            out.append('+').append(String.join(".", local));
        }
        return out.toString();
    }
}
