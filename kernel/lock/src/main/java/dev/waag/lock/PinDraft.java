package dev.waag.lock;

import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A pin while a lock is being read. */
final class PinDraft {
    final ProjectName name;
    final Place place;
    Optional<String> version = Optional.empty();
    String requirement = "";
    String marker = "";
    PinSource source = PinSource.DEFAULT_INDEX;
    boolean direct;
    final Set<String> hashes = new LinkedHashSet<>();
    final List<PinnedFile> files = new ArrayList<>();
    final SortedSet<String> extras = new TreeSet<>();
    final SortedSet<String> groups = new TreeSet<>();
    final List<PinDependency> dependencies = new ArrayList<>();

    PinDraft(ProjectName name, Place place) {
        this.name = name;
        this.place = place;
    }

    /** Begins with a package's table, which has a {@code name}. */
    static PinDraft of(Node table) throws LockException {
        Node name = table.get("name");
        return new PinDraft(name(name), name.place());
    }

    static ProjectName name(Node node) throws LockException {
        String text = node.text();
        Optional<ProjectName> name = ProjectName.parse(text);
        if (name.isEmpty()) {
            throw node.wrong("not a project's name: " + LockException.quote(text));
        }
        return name.get();
    }

    /** A version that is compared with advisories must be one; anything else would be passed over silently. */
    static String version(Node node) throws LockException {
        String text = node.text();
        if (Version.parse(text).isEmpty()) {
            throw node.wrong("not a version: " + LockException.quote(text));
        }
        return text;
    }

    void file(String filename, String url, List<String> fileHashes, OptionalLong size, Optional<String> uploadTime) {
        files.add(new PinnedFile(filename, url, fileHashes, size, uploadTime));
        hashes.addAll(fileHashes);
    }

    /** {@code algorithm:hex} in lower case. */
    static String hash(Node node) throws LockException {
        String text = node.text();
        if (!isHash(text)) {
            throw node.wrong("not a hash as algorithm:hex: " + LockException.quote(text));
        }
        return lower(text);
    }

    /** Whether it is a digest of a known algorithm with as many digits as that has, or of another with any number. */
    static boolean isHash(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon + 1 == text.length()) {
            return false;
        }
        int digits = switch (text.substring(0, colon)) {
            case "md5" -> 32;
            case "sha1" -> 40;
            case "sha224" -> 56;
            case "sha256" -> 64;
            case "sha384" -> 96;
            case "sha512" -> 128;
            default -> text.length() - colon - 1;
        };
        if (text.length() - colon - 1 != digits) {
            return false;
        }
        for (int i = colon + 1; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    /** Hashes are ASCII; most are in lower case already. */
    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                return text.toLowerCase(Locale.ROOT);
            }
        }
        return text;
    }

    Pin pin() {
        return new Pin(
                name,
                version,
                requirement,
                place,
                List.copyOf(hashes),
                List.copyOf(files),
                marker,
                Collections.unmodifiableSortedSet(extras),
                Collections.unmodifiableSortedSet(groups),
                List.copyOf(dependencies),
                source,
                direct);
    }
}
