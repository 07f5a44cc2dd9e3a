package dev.waag.release;

import dev.waag.core.Sha256;
import dev.waag.identity.Doer;
import dev.waag.identity.Principal;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.store.Channels;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A release as it is stored: its files, and who has approved them. */
record Releases(ProjectName project, String version, List<HostedFile> files, List<Channels.Approval> approvals) {
    static Optional<Releases> find(Connection c, ProjectName project, String version) throws SQLException {
        List<HostedFile> files = Hosted.files(c, project, version);
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(new Releases(project, version, files, Channels.approvals(c, project, version)));
    }

    /** Equal for equal files, and only for them. */
    String digest() {
        return digest(files);
    }

    static String digest(List<HostedFile> files) {
        String text = files.stream()
                .sorted(Comparator.comparing(HostedFile::filename))
                .map(f -> f.sha256().hex() + "  " + f.filename() + "\n")
                .collect(Collectors.joining());
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** Who approved the files that it has now. */
    List<Doer> approvers() {
        String now = digest();
        return approvals.stream()
                .filter(a -> a.files().equals(now))
                .map(a -> new Doer(a.approver(), Principal.Kind.TOKEN, ""))
                .toList();
    }

    List<Doer> publishers() {
        return files.stream()
                .map(f -> new Doer(f.publisher(), Principal.Kind.TOKEN, ""))
                .distinct()
                .toList();
    }

    static List<Map<String, Object>> digests(List<HostedFile> files) {
        return files.stream()
                .map(f -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("filename", f.filename());
                    row.put("sha256", f.sha256().hex());
                    return row;
                })
                .toList();
    }

    /** Versions, oldest first (PEP 440). */
    static int compare(String a, String b) {
        Optional<Version> left = Version.parse(a);
        Optional<Version> right = Version.parse(b);
        return left.isPresent() && right.isPresent() ? left.get().compareTo(right.get()) : a.compareTo(b);
    }
}
