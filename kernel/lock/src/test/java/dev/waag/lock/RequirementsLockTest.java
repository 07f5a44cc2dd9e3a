package dev.waag.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.python.ProjectName;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequirementsLockTest {
    private static final String H = "a".repeat(64);

    @Test
    void pinsWithHashesMarkersAndContinuations() throws LockException {
        LockFile lock = Texts.requirements("""
                # header
                Zz_A[b,C]==1.0 ; python_version < "3.12" \\
                    --hash=sha256:%1$s \\
                    --hash sha512:%1$s%1$s  # a comment
                zz-b>=2,==2.1
                zz-c ~= 1.0
                zz-d
                zz-e===1.0
                """.formatted(H.toUpperCase(java.util.Locale.ROOT)));

        assertThat(Texts.pins(lock)).containsExactly("2 zz-a 1.0", "5 zz-b 2.1", "6 zz-c -", "7 zz-d -", "8 zz-e 1.0");
        Pin first = lock.pins().getFirst();
        assertThat(first.hashes()).containsExactly("sha256:" + H, "sha512:" + H + H);
        assertThat(first.marker()).isEqualTo("python_version < \"3.12\"");
        assertThat(first.extras()).containsExactly("b", "c");
        assertThat(first.direct()).isTrue();
        assertThat(lock.directKnown()).isFalse();
    }

    @Test
    void linesEndWherePythonEndsThem() throws LockException {
        assertThat(Texts.pins(Texts.requirements("a==1\rb==1\r\nc==1\u000bd==1\u2028e==1\u0085f==1")))
                .containsExactly("1 a 1", "2 b 1", "3 c 1", "4 d 1", "5 e 1", "6 f 1");
        assertThat(Texts.pins(Texts.requirements("a==\\\n1\n\\\n\\\nb==1 # x \\\nc==1 \\\n# y\nd==1\\")))
                .containsExactly("1 a 1", "3 b 1", "8 d 1");
    }

    @Test
    void includedFilesKeepTheirPlaces() throws LockException {
        LockContext context = Texts.with(Map.of(
                "sub/base.txt",
                "a==1\n-c ../constraints.txt\n",
                "constraints.txt",
                "b==2 --hash=sha256:" + H + "\nunused==1\n"));

        LockFile lock = Locks.read(
                LockKind.REQUIREMENTS,
                "requirements.txt",
                "-rsub/base.txt\nb\n".getBytes(StandardCharsets.UTF_8),
                context);

        assertThat(lock.pins())
                .extracting(Pin::place)
                .containsExactly(new Place("sub/base.txt", 1), new Place("requirements.txt", 2));
        assertThat(lock.pins().get(1).version()).contains("2");
        assertThat(lock.pins().get(1).hashes()).containsExactly("sha256:" + H);
        assertThat(lock.constraints()).extracting(p -> p.name().value()).containsExactly("b", "unused");
    }

    @Test
    void urlsAndPaths() throws LockException {
        LockFile lock = Texts.requirements("""
                a @ https://user:secret@files.example/a-1.0-py3-none-any.whl#sha256=%1$s
                https://files.example/b-2.0-py3-none-any.whl
                https://files.example/c-3.0.tar.gz ; python_version > "3"
                git+https://host.example/d.git@abc123#egg=d
                -e git+ssh://git@host.example/e.git@main#egg=e&subdirectory=x
                ./f-4.0-py3-none-any.whl
                -e .
                -e ./lib[extra]
                ./folder
                https://files.example/unknown.zip
                g @ file:///srv/g
                """.formatted(H));

        assertThat(Texts.pins(lock)).containsExactly("1 a 1.0", "2 b 2.0", "3 c 3.0", "4 d -", "5 e -", "6 f 4.0");
        assertThat(lock.pins().get(0).hashes()).containsExactly("sha256:" + H);
        assertThat(lock.pins().get(0).requirement()).doesNotContain("secret");
        assertThat(lock.pins())
                .extracting(Pin::source)
                .containsExactly(
                        new PinSource(PinSource.Kind.URL, "https://files.example/a-1.0-py3-none-any.whl", ""),
                        new PinSource(PinSource.Kind.URL, "https://files.example/b-2.0-py3-none-any.whl", ""),
                        new PinSource(PinSource.Kind.URL, "https://files.example/c-3.0.tar.gz", ""),
                        new PinSource(PinSource.Kind.VCS, "git+https://host.example/d.git", "abc123"),
                        new PinSource(PinSource.Kind.VCS, "git+ssh://git@host.example/e.git", "main"),
                        new PinSource(PinSource.Kind.FILE, "./f-4.0-py3-none-any.whl", ""));
        assertThat(lock.folders()).extracting(p -> p.name().value()).containsExactly("g");
        assertThat(lock.unnamed())
                .extracting(u -> u.place().line() + " " + u.source().kind())
                .containsExactly("7 EDITABLE", "8 EDITABLE", "9 DIRECTORY", "10 URL");
    }

    @Test
    void indexesAndNotes() throws LockException {
        LockFile lock = Locks.read(
                LockKind.REQUIREMENTS,
                "r.txt",
                """
                -i https://${TOKEN}@index.example/simple --extra-index https://u:p@other.example/
                --find-links=wheels
                --trusted-host files.example
                a==1 --hash=sha256:%s junk
                """.formatted(H).getBytes(StandardCharsets.UTF_8),
                new LockContext(path -> Optional.empty(), Map.of("TOKEN", "t0p"), LockLimits.DEFAULT));

        assertThat(lock.indexes())
                .containsExactly(
                        new IndexUse("--index-url", "https://index.example/simple", new Place("r.txt", 1)),
                        new IndexUse("--extra-index-url", "https://other.example/", new Place("r.txt", 1)),
                        new IndexUse("--find-links", "wheels", new Place("r.txt", 2)),
                        new IndexUse("--trusted-host", "files.example", new Place("r.txt", 3)));
        assertThat(lock.notes())
                .singleElement()
                .satisfies(n -> assertThat(n.text()).startsWith("\"junk\""));
    }

    @Test
    void encodings() throws LockException {
        String text = "# naïve\na==1\n";
        for (Charset charset : List.of(
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_8,
                Charset.forName("UTF-32BE"))) {
            byte[] content = ("\ufeff" + text).getBytes(charset);
            assertThat(Texts.pins(Locks.read(LockKind.REQUIREMENTS, "r", content, LockContext.ALONE)))
                    .containsExactly("2 a 1");
        }
        byte[] latin = ("#\n# -*- coding: latin-1 -*-\n" + text).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Texts.pins(Locks.read(LockKind.REQUIREMENTS, "r", latin, LockContext.ALONE)))
                .containsExactly("4 a 1");
    }

    @Test
    void commentsTellWhoNeedsWhat() throws LockException {
        LockFile lock = Texts.requirements("""
                a==1 \\
                    --hash=sha256:%s
                    # via -r requirements.in
                b==1
                    # via
                    #   -c limits.txt
                    #   a
                c==1  # via b, d[x]
                # not a via
                d==1  # via demo (pyproject.toml)
                """.formatted(H));

        assertThat(lock.directKnown()).isTrue();
        assertThat(lock.pins().stream().filter(Pin::direct).map(p -> p.name().value()))
                .containsExactly("a", "d");
        assertThat(lock.paths().to(name("c"))).containsExactly(name("d"), name("c"));
        assertThat(lock.paths().to(name("b"))).containsExactly(name("a"), name("b"));
    }

    private static ProjectName name(String text) {
        return ProjectName.parse(text).orElseThrow();
    }
}
