package dev.waag.lock;

import dev.waag.lock.LineOptions.Option;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads a requirements file and all that it includes, in pip's order and by pip's rules ({@code req_file.py} of pip 26). */
final class RequirementsFiles {
    private final LockContext context;
    private final LockDraft lock;
    private final List<RequirementLine> lines = new ArrayList<>();
    /** The files that are being read, the innermost last. */
    private final Deque<String> open = new ArrayDeque<>();

    private int files;
    private long bytes;

    private RequirementsFiles(LockContext context, LockDraft lock) {
        this.context = context;
        this.lock = lock;
    }

    /** The requirements; indexes and notes go to the draft. */
    static List<RequirementLine> read(byte[] content, LockContext context, LockDraft lock) throws LockException {
        RequirementsFiles reader = new RequirementsFiles(context, lock);
        reader.file(lock.file, content, false);
        return reader.lines;
    }

    private void file(String file, byte[] content, boolean constraint) throws LockException {
        bytes += content.length;
        context.limits().checkSize(file, (int) Math.min(bytes, Integer.MAX_VALUE));
        open.addLast(Paths.normalize(file));
        for (LogicalLine line : LogicalLines.of(file, Encodings.requirements(file, content), context.limits())) {
            line(file, line, constraint);
        }
        open.removeLast();
    }

    private void line(String file, LogicalLine line, boolean constraint) throws LockException {
        if (lines.size() >= context.limits().requirements()) {
            throw wrong(
                    file, line, "more than " + context.limits().requirements() + " requirements (limit: requirements)");
        }
        Place place = new Place(file, line.line());
        String text = LogicalLines.expand(line.text(), context.environment());
        int split = optionsStart(text);
        LineOptions options = options(file, line, split < 0 ? "" : text.substring(split));
        if (!options.ignored().isEmpty()) {
            String ignored = LockException.quote(options.ignored().getFirst());
            lock.note(place, ignored + " stands behind an option, so pip passes it over");
        }
        String requirement = split < 0 ? text : LogicalLines.strip(text.substring(0, split));
        Optional<String> editable = options.first(Option.EDITABLE);
        if (!requirement.isEmpty() || editable.isPresent()) {
            lines.add(new RequirementLine(
                    place,
                    line.text(),
                    requirement.isEmpty() ? editable.get() : requirement,
                    editable.isPresent(),
                    constraint,
                    options,
                    line.comments()));
            return;
        }
        Optional<String> included = options.first(Option.REQUIREMENT);
        if (included.isPresent()) {
            include(file, line, included.get(), false);
            return;
        }
        Optional<String> constraints = options.first(Option.CONSTRAINT);
        if (constraints.isPresent()) {
            include(file, line, constraints.get(), true);
            return;
        }
        settings(options, place);
    }

    private void settings(LineOptions options, Place place) {
        for (LineOptions.Given given : options.given()) {
            switch (given.option()) {
                case INDEX_URL, EXTRA_INDEX_URL, FIND_LINKS, TRUSTED_HOST ->
                    lock.index(given.option().title(), given.value(), place);
                case NO_REQUIRE_HASHES -> lock.note(place, "--no-require-hashes lets files in that have no hash here");
                case HASH -> lock.note(place, "--hash stands without a requirement, so pip passes it over");
                default -> {
                    // the others say nothing about where files come from
                }
            }
        }
    }

    private void include(String file, LogicalLine line, String reference, boolean constraint) throws LockException {
        String path = Paths.join(file, reference);
        if (open.contains(path)) {
            throw wrong(file, line, LockException.quote(path) + " includes itself");
        }
        if (++files > context.limits().files()) {
            throw wrong(file, line, "more than " + context.limits().files() + " included files (limit: files)");
        }
        Optional<byte[]> content = context.files().find(path);
        if (content.isEmpty()) {
            throw wrong(
                    file,
                    line,
                    "the file " + LockException.quote(Urls.withoutCredentials(path)) + " that it names cannot be read");
        }
        file(path, content.get(), constraint);
    }

    /** The first word that begins with a hyphen; -1 where there is none. Only spaces part words here. */
    private static int optionsStart(String text) {
        for (int at = 0; at >= 0 && at < text.length(); at = text.indexOf(' ', at) + 1) {
            if (text.charAt(at) == '-') {
                return at;
            }
            if (text.indexOf(' ', at) < 0) {
                return -1;
            }
        }
        return -1;
    }

    private static LineOptions options(String file, LogicalLine line, String text) throws LockException {
        Optional<List<String>> words = ShellWords.split(text);
        if (words.isEmpty()) {
            throw wrong(file, line, "a quote in the options is not closed");
        }
        try {
            return LineOptions.parse(words.get());
        } catch (LineOptions.BadOption e) {
            throw wrong(file, line, String.valueOf(e.getMessage()));
        }
    }

    private static LockException wrong(String file, LogicalLine line, String reason) {
        return new LockException(file, line.line(), 1, reason);
    }
}
