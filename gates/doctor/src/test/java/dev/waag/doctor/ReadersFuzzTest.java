package dev.waag.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.Optional;

/** No file makes a reader fail: it finds what it finds, or says that it could not read. */
final class ReadersFuzzTest {
    @FuzzTest
    void readersTakeAnything(byte[] bytes) {
        Judge judge = new Judge(Optional.empty(), Map.of());
        String text = TextFiles.decode(bytes).orElse("");
        Source source = new Source("file", Source.Reach.FILE);
        PipConfig.examine(text, source, judge);
        SetupFiles.config(text, source, judge);
        SetupFiles.script(text, source, judge);
        Tox.examine(text, source, judge);
        CondaEnvironment.examine(text, source, judge);
        new CommandLines(source, judge).script(text);
        new CommandLines(source, judge).python(text);
        for (Words.Logical line : Words.join(text.split("\n", -1), 1)) {
            RequirementLine.judge(line, Client.PIP, source, judge);
        }
        TomlNode.parse(text, "file", judge).ifPresent(root -> {
            new UvSettings(root, source, false, judge).examine();
            new PoetrySettings(root, source, judge).examine();
            new PoetryConfig(root, source, judge).examine();
            new PdmSettings(root, source, judge).examineProject();
            new PdmSettings(root, source, judge).examineConfig();
            new PipfileSettings(root, source, judge).examine();
            new ProjectTable(root, source, judge).examine();
        });
        assertThat(DoctorRender.text(judge.report(), false)).endsWith("\n").doesNotContain("\u001B");
    }
}
