package dev.waag.attest;

import dev.waag.core.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the links of a line's stages lead without a gap to a file: each stage ran on what the stages before it made, no two stages
 * looked at different states of one source, and the file is what the line made last under that name. Whoever calls has verified the
 * signatures.
 *
 * <p>Of stages whose place in the line is known, the last before a stage that made a file is the one that counts. Of others, any.
 */
public final class LinkChain {
    /**
     * One gap.
     *
     * @param stage that took or made something else; empty where no stage did
     * @param message one sentence, without its full stop
     * @param help what to do about it
     */
    public record Gap(String stage, String message, String help) {}

    private final List<Link> line;
    private final List<Link> others;

    /**
     * @param order names of stages in the order in which they run; one that has no link is passed over
     * @param links by stage
     */
    public LinkChain(List<String> order, Map<String, Link> links) {
        Map<String, Link> rest = new LinkedHashMap<>(links);
        List<Link> ordered = new ArrayList<>();
        for (String stage : order) {
            Optional.ofNullable(rest.remove(stage)).ifPresent(ordered::add);
        }
        this.line = List.copyOf(ordered);
        this.others = List.copyOf(rest.values());
    }

    /** What stands between the line and a file with that name and digest; empty where nothing does. */
    public List<Gap> gaps(String filename, Sha256 digest) {
        List<Gap> gaps = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            gaps(line.get(i), line.subList(0, i), gaps);
        }
        for (Link link : others) {
            gaps(link, List.of(), gaps);
        }
        file(filename, digest).ifPresent(gaps::add);
        return gaps;
    }

    private void gaps(Link link, List<Link> before, List<Gap> gaps) {
        link.materials().forEach((path, taken) -> {
            Optional<Link> maker = before.reversed().stream()
                    .filter(b -> b.products().containsKey(path))
                    .findFirst();
            if (maker.isPresent()) {
                made(link, path, taken, maker.get()).ifPresent(gaps::add);
            } else {
                elsewhere(link, path, taken, before).ifPresent(gaps::add);
            }
        });
    }

    private static Optional<Gap> made(Link link, String path, Sha256 taken, Link maker) {
        Sha256 signed = maker.products().get(path);
        return taken.equals(signed)
                ? Optional.empty()
                : Optional.of(new Gap(
                        link.name(),
                        "the stage '" + link.name() + "' ran on " + path + " with sha256 " + taken + ", and the stage '"
                                + maker.name() + "' had made it with sha256 " + signed,
                        again(maker.name())));
    }

    /** What no stage before it in the line made: another made it, or it is a source, of which all take the same. */
    private Optional<Gap> elsewhere(Link link, String path, Sha256 taken, List<Link> before) {
        List<Link> makers = others.stream()
                .filter(o -> !o.name().equals(link.name()) && o.products().containsKey(path))
                .toList();
        if (!makers.isEmpty()) {
            return makers.stream().anyMatch(m -> taken.equals(m.products().get(path)))
                    ? Optional.empty()
                    : made(link, path, taken, makers.getLast());
        }
        return before.stream()
                .filter(b -> b.materials().containsKey(path)
                        && !taken.equals(b.materials().get(path)))
                .findFirst()
                .map(b -> new Gap(
                        link.name(),
                        "the stage '" + link.name() + "' looked at another " + path + " than the stage '" + b.name()
                                + "' before it, and no stage between them made one",
                        again(b.name())));
    }

    /** The file is what was made last under its name; else some stage made or looked at its very bytes. */
    private Optional<Gap> file(String filename, Sha256 digest) {
        for (Link link : line.reversed()) {
            for (Map.Entry<String, Sha256> product : link.products().entrySet()) {
                if (named(product.getKey(), filename)) {
                    return product.getValue().equals(digest)
                            ? Optional.empty()
                            : Optional.of(
                                    new Gap(
                                            link.name(),
                                            "the stage '" + link.name() + "' made " + filename + " with sha256 "
                                                    + product.getValue() + ", and what was published has sha256 "
                                                    + digest,
                                            "publish the very file that the line made, or run the line again and publish a new version"));
                }
            }
        }
        boolean seen =
                line.stream().anyMatch(l -> has(l, digest)) || others.stream().anyMatch(l -> has(l, digest));
        return seen
                ? Optional.empty()
                : Optional.of(
                        new Gap(
                                "",
                                filename + " with sha256 " + digest
                                        + " is no output of any stage whose link came with it",
                                "declare it among the outputs of the stage that makes it, run the line, and publish what it made"));
    }

    private static boolean has(Link link, Sha256 digest) {
        return link.products().containsValue(digest) || link.materials().containsValue(digest);
    }

    private static boolean named(String path, String filename) {
        return path.substring(path.lastIndexOf('/') + 1).equals(filename);
    }

    private static String again(String stage) {
        return "run the line again from '" + stage + "' (waag run), and publish what it makes as a new version";
    }
}
