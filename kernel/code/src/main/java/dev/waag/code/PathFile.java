package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** {@code .pth} files: a line that begins with {@code import} is run at every start of the interpreter (Python's library reference, {@code site}). */
final class PathFile {
    private PathFile() {}

    static CodeReport scan(String path, byte[] bytes, CodeLimits limits) {
        Findings findings = new Findings(path, limits);
        Source source =
                Source.of(bytes.length > limits.parsed() ? java.util.Arrays.copyOf(bytes, limits.parsed()) : bytes);
        Layout.look(source, Phase.START, findings);
        List<String> lines = PathLines.of(new String(source.utf8(), UTF_8));
        boolean parsed = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!PathLines.runs(line)) {
                continue;
            }
            findings.add(Signal.START_CODE, Phase.START, i + 1, "runs code at every start of the interpreter", line);
            parsed = true;
            Tree tree = Parser.parse(line.getBytes(UTF_8), limits);
            int[] steps = {limits.steps()};
            new Walk(tree, CodeRole.PTH, Phase.START, findings, limits, steps, 0, new Walk.Origin(i + 1, line)).run();
        }
        return findings.report(parsed);
    }
}
