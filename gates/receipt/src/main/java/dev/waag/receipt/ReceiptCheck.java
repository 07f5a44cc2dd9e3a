package dev.waag.receipt;

import dev.waag.attest.EvidenceException;
import dev.waag.attest.Statement;
import dev.waag.core.Sha256;
import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Compares what is used with what a receipt says was served. */
public final class ReceiptCheck {
    /** Where a distribution came from. */
    public enum Origin {
        /** It was served under the receipt. */
        SERVED,
        /** It was not, but its page was asked for under the receipt and offers it: a client's cache had it. */
        CACHED,
        /** With Python itself, which puts pip into new environments. */
        BUNDLED,
        /** From somewhere else. */
        ELSEWHERE
    }

    /** @param why in words */
    public record Finding(ProjectName name, String version, Origin origin, String why) {}

    private final JsonNode predicate;
    private final Set<String> served = new HashSet<>();
    private final Set<String> offered = new HashSet<>();

    private ReceiptCheck(JsonNode predicate) {
        this.predicate = predicate;
        predicate.path("distributions").forEach(d -> served.add(d.path("sha256").asString("")));
        predicate.path("pages").forEach(p -> p.path("files").forEach(f -> offered.add(f.asString(""))));
    }

    /** Reads the payload of an envelope whose signature was verified. */
    public static ReceiptCheck of(byte[] payload) throws EvidenceException {
        Statement statement = Statement.parse(payload);
        if (!statement.predicateType().equals(Receipt.PREDICATE)) {
            throw new EvidenceException(
                    "the statement is no receipt: its predicate is of type " + statement.predicateType());
        }
        return new ReceiptCheck(statement.predicate());
    }

    public String id() {
        return predicate.path("id").asString("");
    }

    /** How many files were served. */
    public int distributions() {
        return predicate.path("distributions").size();
    }

    /** Where each came from, in their order. */
    public List<Finding> check(List<Wanted> all) {
        List<Finding> findings = new ArrayList<>();
        for (Wanted wanted : all) {
            findings.add(check(wanted));
        }
        return findings;
    }

    private Finding check(Wanted wanted) {
        if (wanted.outside().isPresent()) {
            return new Finding(
                    wanted.name(),
                    wanted.version(),
                    Origin.ELSEWHERE,
                    wanted.outside().get());
        }
        if (wanted.contents().isPresent()) {
            return installed(wanted, wanted.contents().get());
        }
        if (!wanted.digests().isEmpty()) {
            return byDigest(wanted);
        }
        boolean same = releases(wanted).findAny().isPresent();
        return new Finding(
                wanted.name(),
                wanted.version(),
                same ? Origin.SERVED : offers(wanted) ? Origin.CACHED : Origin.ELSEWHERE,
                same ? "a file of this release was served" : "no digest is known of it");
    }

    private Finding byDigest(Wanted wanted) {
        if (wanted.digests().stream().anyMatch(served::contains)) {
            return new Finding(wanted.name(), wanted.version(), Origin.SERVED, "the file was served");
        }
        return wanted.digests().stream().anyMatch(offered::contains)
                ? new Finding(wanted.name(), wanted.version(), Origin.CACHED, "its page offers the file")
                : new Finding(wanted.name(), wanted.version(), Origin.ELSEWHERE, "the gate served no such file");
    }

    private Finding installed(Wanted wanted, Sha256 contents) {
        boolean sdist = false;
        for (JsonNode file : releases(wanted).toList()) {
            if (file.path("contents").asString("").equals(contents.hex())) {
                return new Finding(wanted.name(), wanted.version(), Origin.SERVED, "the wheel was served");
            }
            sdist |= !file.path("filename").asString("").endsWith(".whl");
        }
        if (sdist) {
            return new Finding(wanted.name(), wanted.version(), Origin.SERVED, "its sdist was served, and built here");
        }
        if (!wanted.bundled() && releases(wanted).findAny().isPresent()) {
            return new Finding(
                    wanted.name(), wanted.version(), Origin.ELSEWHERE, "the wheel that was served has other contents");
        }
        if (wanted.bundled()) {
            return new Finding(wanted.name(), wanted.version(), Origin.BUNDLED, "it came with Python");
        }
        return cached(wanted, contents);
    }

    /** Not served: what a cache had was given by the gate before, and its page was asked for under the receipt. */
    private Finding cached(Wanted wanted, Sha256 contents) {
        boolean unknown = false;
        boolean some = false;
        for (JsonNode page : pages(wanted).toList()) {
            for (Map.Entry<String, JsonNode> file : page.path("given").properties()) {
                if (isOf(file.getKey(), wanted)) {
                    String known = file.getValue().asString("");
                    if (known.equals(contents.hex())) {
                        return new Finding(
                                wanted.name(), wanted.version(), Origin.CACHED, "the gate gave out the wheel before");
                    }
                    some = true;
                    unknown |= known.isEmpty();
                }
            }
        }
        if (unknown) {
            return new Finding(
                    wanted.name(),
                    wanted.version(),
                    Origin.CACHED,
                    "the gate gave out a file of this release before, whose contents it cannot compare");
        }
        return new Finding(
                wanted.name(),
                wanted.version(),
                Origin.ELSEWHERE,
                some ? "the gate gave out this release with other contents" : "the gate served no such release");
    }

    private Stream<JsonNode> releases(Wanted wanted) {
        return predicate
                .path("distributions")
                .valueStream()
                .filter(d -> d.path("name").asString("").equals(wanted.name().value()))
                .filter(d -> same(d.path("version").asString(""), wanted.version()));
    }

    /** Whether a page that was asked for has an allowed file of the release. */
    private boolean offers(Wanted wanted) {
        return pages(wanted)
                .flatMap(p -> p.path("files").propertyNames().stream())
                .anyMatch(f -> isOf(f, wanted));
    }

    private Stream<JsonNode> pages(Wanted wanted) {
        return predicate
                .path("pages")
                .valueStream()
                .filter(p -> p.path("name").asString("").equals(wanted.name().value()));
    }

    private static boolean isOf(String filename, Wanted wanted) {
        return same(DistributionName.parse(filename, wanted.name()).version(), wanted.version());
    }

    private static boolean same(String a, String b) {
        Optional<Version> left = Version.parse(a);
        return b.isEmpty() || a.equals(b) || left.isPresent() && left.equals(Version.parse(b));
    }
}
