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

    /** A version of these parts alone. */
    static VersionParts ofRelease(String epoch, List<String> release) {
        return new VersionParts(epoch, List.copyOf(release), "", "", "", "", List.of());
    }

    VersionParts withPost(String number) {
        return new VersionParts(epoch, release, preLetter, preNumber, number, dev, List.of());
    }

    VersionParts withDev(String number) {
        return new VersionParts(epoch, release, preLetter, preNumber, post, number, List.of());
    }

    /** The release without the zeros at its end, which do not count. */
    List<String> trimmedRelease() {
        int end = release.size();
        while (end > 1 && release.get(end - 1).equals("0")) {
            end--;
        }
        return release.subList(0, end);
    }

    boolean isReleaseOnly() {
        return preLetter.isEmpty() && post.isEmpty() && dev.isEmpty() && local.isEmpty();
    }

    /** Whether both are the same version, or post-releases, development or local versions of the same. */
    boolean isSameUpToPre(VersionParts other) {
        return epoch.equals(other.epoch)
                && preLetter.equals(other.preLetter)
                && preNumber.equals(other.preNumber)
                && trimmedRelease().equals(other.trimmedRelease());
    }

    /** Whether both are the same version but for their local parts. */
    boolean isSameUpToLocal(VersionParts other) {
        return isSameUpToPre(other) && post.equals(other.post) && dev.equals(other.dev);
    }

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
