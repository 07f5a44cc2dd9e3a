package dev.waag.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks at one source at a time: searches it, parses it where the search found something, and walks the tree. Safe for use by many threads; the same
 * file always gives the same report.
 */
public final class CodeScan {
    /** CPython's MAXSTACK of open brackets. */
    private static final int DEEPEST = 200;

    private static final int NESTED = 64 << 10;

    private final CodeLimits limits;

    public CodeScan(CodeLimits limits) {
        this.limits = limits;
    }

    public static CodeScan standard() {
        return new CodeScan(CodeLimits.STANDARD);
    }

    /**
     * @param path as the findings will name it
     * @param source the file's bytes, in whatever encoding it says
     */
    public CodeReport scan(String path, byte[] source, CodeRole role) {
        byte[] bytes = source.length > limits.searched() ? Arrays.copyOf(source, limits.searched()) : source;
        if (role == CodeRole.PTH) {
            return PathFile.scan(path, bytes, limits);
        }
        Source text = Source.of(bytes);
        Findings findings = new Findings(path, limits);
        if (source.length > limits.searched()) {
            findings.add(Signal.NOT_ALL_READ, role.top(), 1, "is longer than what is searched", "");
        }
        boolean hidden = Layout.look(text, role.top(), findings);
        if (!hidden && !Triggers.worthParsing(text.utf8())) {
            return findings.report(false);
        }
        return walk(text.utf8(), role, hidden, findings);
    }

    private CodeReport walk(byte[] utf8, CodeRole role, boolean all, Findings findings) {
        byte[] parsed;
        Outline outline = Outline.of(utf8);
        boolean runsWhole = all || !outline.consistent || role.top() == Phase.INSTALL || role.top() == Phase.START;
        List<Integer> hits = Triggers.hits(outline.text);
        if (hits.isEmpty() && !all) {
            return findings.report(false);
        }
        parsed = runsWhole ? outline.whole() : Reduction.of(outline, hits);
        if (parsed.length > limits.parsed() && !outline.literals.isEmpty()) {
            parsed = outline.shortened();
        }
        // the interpreter takes no more brackets than that, and a parser that takes all spends memory on each
        int most = outline.deepest > DEEPEST ? NESTED : limits.parsed();
        if (parsed.length > most) {
            parsed = Excerpt.of(parsed, most);
            findings.add(
                    Signal.NOT_ALL_READ,
                    role.top(),
                    1,
                    "is longer, or deeper, than what is parsed: only the lines around telling words were",
                    "");
        }
        Tree tree = Parser.parse(parsed, limits);
        Characters.names(tree, role.top(), findings);
        Disguise.look(tree, role.top(), findings);
        int[] steps = {limits.steps()};
        new Walk(tree, role, role.top(), findings, limits, steps, 0, null).run();
        if (steps[0] <= 0) {
            findings.add(Signal.NOT_ALL_READ, role.top(), 1, "takes more steps to follow than are taken", "");
        }
        return findings.report(true);
    }

    /** Loads the native library now instead of at the first parse. */
    public static void warm() {
        Parser.anything(new byte[0], CodeLimits.STANDARD);
    }

    /** The decoded text of a source, for whoever shows it. */
    static Optional<String> oddEncoding(byte[] source) {
        return Source.of(source).odd();
    }
}
