package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backend may ask git: a clean clone of the commit's history with the tags that are in it, and nothing else of the checkout's repository (no other branches, no
 * remotes, no hooks, no settings, nothing that no commit reaches). Its HEAD is detached, so that the same commit gives the same answers whatever branch is checked out.
 *
 * @param folder the clone's, of ours; it has the form of a {@code .git} folder
 * @param prefix where the project lies below the checkout's top, ending in a slash; empty for the top
 * @param tags the object that each names
 * @param shallow whether the checkout has not all of its history, so that tags and distances may be missing
 */
record Repository(Path folder, String prefix, String commit, Map<String, String> tags, boolean shallow) {
    private static final String BRANCH = "refs/heads/source";
    private static final String TAG = "refs/tags/";

    Repository {
        tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /**
     * The clone for a source; empty where it is no git checkout.
     *
     * @param wanted the only tags to have, as an earlier build saw them; empty for all
     * @param scratch a folder of ours
     */
    static Optional<Repository> of(
            SourceTree source, Optional<Map<String, String>> wanted, Map<String, String> environment, Path scratch) {
        Git git = new Git(source.folder(), environment);
        return source.commit().map(commit -> {
            try {
                return clone(source, commit, git, wanted, scratch);
            } catch (IOException e) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        "the commit's history cannot be copied: " + e.getMessage(),
                        "its folder could not be written",
                        "see that this machine's disk has room");
            }
        });
    }

    private static Repository clone(
            SourceTree source, String commit, Git git, Optional<Map<String, String>> wanted, Path scratch)
            throws IOException {
        Path folder = scratch.resolve("repository");
        Path empty = Files.createDirectories(scratch.resolve("no-worktree"));
        Git clone = git.at(folder, empty);
        String format = git.objects();
        git.must(
                "init", "-q", "--bare", "--template=", "--shared=0644", "--object-format=" + format, folder.toString());
        Map<String, String> tags = new TreeMap<>(git.tags(commit));
        wanted.ifPresent(w -> tags.entrySet().retainAll(w.entrySet()));
        List<String> refs = new ArrayList<>(List.of("HEAD:" + BRANCH));
        tags.keySet().forEach(t -> refs.add(TAG + t + ":" + TAG + t));
        clone.must(
                (String.join("\n", refs) + "\n").getBytes(StandardCharsets.UTF_8),
                "-c",
                "gc.auto=0",
                "fetch",
                "-q",
                "--no-tags",
                "--update-shallow",
                "--no-write-fetch-head",
                "--no-recurse-submodules",
                "--stdin",
                git.top().toString());
        settings(clone);
        clone.must("update-ref", "--no-deref", "HEAD", commit);
        clone.must("update-ref", "-d", BRANCH);
        index(source, git, clone);
        return new Repository(folder, git.prefix(), commit, tags, git.isShallow());
    }

    /** As manifest and provenance tell it. */
    ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("commit", commit).put("shallow", shallow);
        if (!prefix.isEmpty()) {
            json.put("prefix", prefix);
        }
        ObjectNode all = json.putObject("tags");
        tags.forEach(all::put);
        return json;
    }

    /** Git shortens names of commits by how many objects a repository has, which should not count. */
    private static void settings(Git clone) {
        for (String s : List.of("core.bare=false", "core.filemode=true", "core.abbrev=7", "gc.auto=0")) {
            clone.must("config", s.substring(0, s.indexOf('=')), s.substring(s.indexOf('=') + 1));
        }
    }

    /** What is staged, as it is in the checkout; what the build does not see is marked as left out on purpose, so that it does not make the tree dirty. */
    private static void index(SourceTree source, Git git, Git clone) {
        clone.must(git.staged(), "update-index", "-z", "--index-info");
        StringBuilder absent = new StringBuilder();
        String prefix = git.prefix();
        for (String f : git.known()) {
            boolean outside = !f.startsWith(prefix);
            if (outside || source.apart().contains(f.substring(prefix.length()))) {
                absent.append(f).append('\0');
            }
        }
        if (!absent.isEmpty()) {
            clone.must(
                    absent.toString().getBytes(StandardCharsets.UTF_8),
                    "update-index",
                    "-z",
                    "--skip-worktree",
                    "--stdin");
        }
    }
}
