package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code [tool.uv.sources]} in the form that uv's lock has them: a kind, a space, and where. */
final class UvSources {
    /** The members of a requirement in the lock that say where it comes from. */
    static final List<String> KINDS = List.of("index", "git", "url", "path", "directory", "editable", "virtual");

    /** Of a member of the workspace; the lock has its folder, editable or virtual. */
    private static final String WORKSPACE = "workspace";

    private static final int MOST = 100;

    private final Map<ProjectName, List<Node>> sources = new HashMap<>();
    private final Map<String, String> indexes = new HashMap<>();

    /** Those of a manifest; the tables of the workspace's root count for its members too, where these have none of their own for a project. */
    UvSources(Node pyproject, Optional<Node> root) throws LockException {
        if (root.isPresent()) {
            add(root.get());
        }
        add(pyproject);
    }

    private void add(Node pyproject) throws LockException {
        Optional<Node> uv = pyproject.at("tool", "uv");
        if (uv.isEmpty()) {
            return;
        }
        for (Node index : uv.get().items("index")) {
            indexes.put(index.text("name"), index.text("url"));
        }
        for (Map.Entry<String, Node> entry : uv.get().entries("sources").entrySet()) {
            List<Node> all = entry.getValue().isList() ? entry.getValue().items() : List.of(entry.getValue());
            if (all.size() > MOST) {
                throw entry.getValue().wrong("more than " + MOST + " sources for one project");
            }
            ProjectName.parse(entry.getKey()).ifPresent(name -> sources.put(name, all));
        }
    }

    /** A source that holds for a requirement, and where. */
    record Chosen(String source, MarkerLogic marker) {}

    /** The sources of a project for an extra or group; one without marker holds everywhere, and what none covers comes from the index. */
    List<Chosen> of(ProjectName name, String extra, String group) throws LockException {
        List<Chosen> chosen = new ArrayList<>();
        List<MarkerLogic> covered = new ArrayList<>();
        for (Node source : sources.getOrDefault(name, List.of())) {
            String forExtra = source.text("extra");
            String forGroup = source.text("group");
            boolean applies = (forExtra.isEmpty()
                            || ProjectName.normalize(forExtra).equals(extra))
                    && (forGroup.isEmpty() || ProjectName.normalize(forGroup).equals(group));
            if (!applies) {
                continue;
            }
            Optional<Node> marker = source.find("marker");
            MarkerLogic logic = marker.isPresent() ? UvMarkers.logic(marker.get()) : MarkerLogic.ALWAYS;
            chosen.add(new Chosen(text(source), logic));
            covered.add(logic);
        }
        if (!covered.contains(MarkerLogic.ALWAYS)) {
            MarkerLogic rest = covered.isEmpty() ? MarkerLogic.ALWAYS : new MarkerLogic.Not(MarkerLogic.any(covered));
            chosen.add(new Chosen("", rest));
        }
        return chosen;
    }

    /** The source that a requirement's own URL is. */
    static String ofUrl(String url) {
        if (!url.startsWith("git+")) {
            return "url " + url;
        }
        int hash = url.indexOf('#');
        String location = hash < 0 ? url.substring(4) : url.substring(4, hash);
        int at = location.lastIndexOf('@');
        boolean revision = at > location.indexOf('/', location.indexOf("://") + 3);
        String folder = Urls.fragment(url, "subdirectory");
        return "git " + (revision ? location.substring(0, at) : location)
                + query(folder, revision ? "rev=" + location.substring(at + 1) : "");
    }

    private String text(Node source) throws LockException {
        String git = source.text("git");
        if (!git.isEmpty()) {
            String revision = "";
            for (String kind : List.of("rev", "tag", "branch")) {
                revision = source.text(kind).isEmpty() ? revision : kind + "=" + source.text(kind);
            }
            return "git " + git + query(source.text("subdirectory"), revision);
        }
        if (source.flag(WORKSPACE)) {
            return WORKSPACE + " ";
        }
        String path = source.text("path");
        if (!path.isEmpty()) {
            String kind = Archives.isArchive(path) ? "path" : source.flag("editable") ? "editable" : "directory";
            return kind + " " + path;
        }
        String url = source.text("url");
        String index = source.text("index");
        return url.isEmpty() ? "index " + indexes.getOrDefault(index, "") : "url " + url;
    }

    private static String query(String folder, String revision) {
        String query =
                folder.isEmpty() ? revision : "subdirectory=" + folder + (revision.isEmpty() ? "" : "&" + revision);
        return query.isEmpty() ? "" : "?" + query;
    }

    /** Whether two sources are the same place. */
    static boolean same(String a, String b) {
        if (a.startsWith(WORKSPACE) || b.startsWith(WORKSPACE)) {
            String other = a.startsWith(WORKSPACE) ? b : a;
            return other.startsWith(WORKSPACE)
                    || other.startsWith("editable ")
                    || other.startsWith("virtual ")
                    || other.startsWith("directory ");
        }
        int space = a.indexOf(' ');
        if (space < 0 || !b.startsWith(a.substring(0, space + 1))) {
            // A folder without project that is not to be installed is virtual to uv.
            return a.equals(b) || isFolder(a, b) && path(a).equals(path(b));
        }
        return location(a).equals(location(b));
    }

    private static boolean isFolder(String a, String b) {
        return a.startsWith("directory ") && b.startsWith("virtual ")
                || a.startsWith("virtual ") && b.startsWith("directory ");
    }

    private static String path(String source) {
        return Paths.normalize(source.substring(source.indexOf(' ') + 1));
    }

    private static Set<String> location(String source) {
        String text = source.substring(source.indexOf(' ') + 1);
        Set<String> parts = new TreeSet<>();
        if (source.startsWith("git ")) {
            int query = text.indexOf('?');
            parts.addAll(
                    query < 0 ? List.of() : List.of(text.substring(query + 1).split("&")));
            text = query < 0 ? text : text.substring(0, query);
        } else if (source.startsWith("index ")) {
            text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        } else if (!source.startsWith("url ")) {
            text = Paths.normalize(text);
        }
        parts.add(Urls.withoutCredentials(text));
        return parts;
    }
}
