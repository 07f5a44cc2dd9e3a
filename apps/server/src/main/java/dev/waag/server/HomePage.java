package dev.waag.server;

import dev.waag.index.PageOutcome;
import dev.waag.index.ProjectView;
import dev.waag.python.SimpleWriter;
import dev.waag.store.FileRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the start page shows.
 *
 * @param prefix what paths on this server begin with; mostly nothing
 * @param asked the project that was asked about, as it was typed; empty for none
 * @param project what is known of it
 */
public record HomePage(
        String prefix, long entries, List<Client> clients, String asked, String answer, Optional<Project> project) {
    /** So many files of a project are shown, those of the newest releases. */
    private static final int SHOWN = 40;

    /** The lines that a client needs to use the gate. */
    public record Client(String name, String lines) {}

    /** The files of a project, newest first. */
    public record Project(String name, int files, long refused, List<Judged> newest) {}

    /**
     * A file and what was decided on it.
     *
     * @param verdict {@code allow}, {@code hold} or {@code deny}
     * @param reasons the rules that spoke against it, with what they say; empty where none did
     * @param id of the decision
     */
    public record Judged(String filename, String verdict, String reasons, long id) {}

    static HomePage of(String base, String prefix, long entries, String asked, Optional<PageOutcome> outcome) {
        return new HomePage(
                prefix,
                entries,
                ClientSettings.all(base),
                asked,
                outcome.map(HomePage::words).orElse(asked.isEmpty() ? "" : "'" + asked + "' is no project name"),
                outcome.flatMap(
                        o -> o instanceof PageOutcome.Found f ? Optional.of(project(f.view())) : Optional.empty()));
    }

    private static String words(PageOutcome outcome) {
        return switch (outcome) {
            case PageOutcome.Found found -> "";
            case PageOutcome.Absent absent -> "Neither the upstream nor this gate has that project.";
            case PageOutcome.Unavailable u -> "Not known now: " + u.reason();
        };
    }

    private static Project project(ProjectView view) {
        List<FileRecord> files = view.files();
        return new Project(
                view.name().value(),
                files.size(),
                files.stream().filter(f -> !f.decision().allows()).count(),
                newestFirst(files).limit(SHOWN).map(HomePage::judged).toList());
    }

    private static Stream<FileRecord> newestFirst(List<FileRecord> files) {
        Map<String, List<FileRecord>> byVersion = files.stream().collect(Collectors.groupingBy(FileRecord::version));
        return SimpleWriter.inOrder(byVersion.keySet()).reversed().stream()
                .flatMap(v -> byVersion.getOrDefault(v, List.of()).stream());
    }

    private static Judged judged(FileRecord file) {
        String reasons = String.join(
                "; ",
                file.decision().reasons().stream()
                        .map(r -> r.rule() + ": " + r.message())
                        .toList());
        return new Judged(
                file.filename(),
                file.decision().verdict(),
                reasons,
                file.decision().entry());
    }
}
