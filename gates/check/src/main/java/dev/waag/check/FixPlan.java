package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The smallest set of version changes that clears what a check found, as far as there is one.
 *
 * @param fixes what to do about each pin with such a finding, and pins that move along
 * @param changes files that could be written as they are here
 * @param commands what the locks of other tools need: their own tool, once each
 * @param withoutHashes files whose pins have hashes that nobody here knows for the new versions, so that they cannot be written
 */
public record FixPlan(
        List<PinFix> fixes, List<FileChange> changes, List<ToolFix> commands, List<String> withoutHashes) {
    /** Nothing was asked for. */
    public static final FixPlan NONE = new FixPlan(List.of(), List.of(), List.of(), List.of());

    public FixPlan {
        fixes = List.copyOf(fixes);
        changes = List.copyOf(changes);
        commands = List.copyOf(commands);
        withoutHashes = List.copyOf(withoutHashes);
    }

    /** What it is, for people, and the changes as a unified diff; secrets in URLs are masked. */
    public String text() {
        if (fixes.isEmpty()) {
            return "Nothing to fix: no pin is vulnerable, malicious, yanked or in its cooldown.\n";
        }
        StringBuilder text = new StringBuilder();
        section(
                text,
                "What would clear it:",
                fixes.stream().filter(PinFix::isPossible).map(FixPlan::change).toList());
        section(
                text,
                "Not fixed:",
                fixes.stream().filter(f -> !f.isPossible()).map(FixPlan::not).toList());
        section(
                text,
                "To know:",
                fixes.stream().flatMap(f -> f.notes().stream()).distinct().toList());
        section(
                text,
                "With the project's own tool:",
                commands.stream().map(ToolFix::shown).toList());
        changes.forEach(c -> text.append('\n').append(Secrets.mask(c.diff())));
        commands.forEach(c -> text.append("\n").append(Secrets.mask(c.diff())));
        return Printed.of(text.toString());
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append(title).append('\n');
            lines.forEach(l -> text.append("  ").append(l).append('\n'));
        }
    }

    private static String change(PinFix fix) {
        return place(fix) + "  " + fix.project() + " " + fix.from() + " -> " + fix.to()
                + (fix.moved() ? "  (another change needs it)" : "");
    }

    private static String not(PinFix fix) {
        return place(fix) + "  " + fix.project() + " " + fix.from() + (fix.to().isEmpty() ? "" : " -> " + fix.to())
                + ": " + fix.reason();
    }

    private static String place(PinFix fix) {
        return fix.line() == 0 ? fix.file() : fix.file() + ":" + fix.line();
    }

    /**
     * Makes the changes: writes each requirements file at once, and has the other locks changed by their own tools, which may choose a later
     * release than was proposed.
     *
     * @param index that the tools are to ask
     * @param told what is run and what was changed, a line each
     * @throws UserException (incomplete) where the new hashes are not known, no index may be asked, or a file cannot be written; a file is then
     *     as it was
     */
    public void write(Map<String, String> environment, Optional<URI> index, Consumer<String> told) {
        if (!withoutHashes.isEmpty()) {
            throw offline(
                    "the pins of " + String.join(", ", withoutHashes)
                            + " have hashes, and those of the new versions are not known",
                    "only the index knows them");
        }
        if (!commands.isEmpty() && index.isEmpty()) {
            throw offline(
                    Inputs.shown(commands.getFirst().lock()) + " is changed by its own tool", "that asks an index");
        }
        for (FileChange change : changes) {
            change.write();
            told.accept("Written: " + Inputs.shown(change.path()));
        }
        for (ToolFix command : commands) {
            command.write(new Tools(environment, index), told);
        }
    }

    private static UserException offline(String what, String cause) {
        return new UserException(
                Exit.INCOMPLETE,
                what + ", so nothing was written",
                cause + ", and none may be asked",
                "run it without --offline, or name an index with --index URL");
    }
}
