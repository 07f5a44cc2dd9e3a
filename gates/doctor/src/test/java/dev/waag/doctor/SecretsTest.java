package dev.waag.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The law: whatever a file or variable holds, no report prints a password of it. */
final class SecretsTest {
    private static final List<String> PLACES = List.of(
            "project/requirements.txt|--index-url %s",
            "project/requirements.txt|--extra-index-url=%s",
            "project/requirements.txt|-f %s",
            "project/requirements.txt|name @ %s",
            "project/requirements.txt|%s#egg=a",
            "project/requirements.txt|git+%s@v1",
            "project/requirements.txt|--trusted-host %s",
            "project/requirements.txt|-r %s",
            "home/.config/pip/pip.conf|[global]\nextra-index-url = %s\nfind-links = %s\ntrusted-host = %s",
            "home/.config/pip/pip.conf|%s",
            "project/pyproject.toml|[[tool.uv.index]]\nname = \"%s\"\nurl = \"%s\"\nignore-error-codes = [403]",
            "project/pyproject.toml|[tool.uv.sources]\na = { url = \"%s\" }\nb = { index = \"%s\" }",
            "project/pyproject.toml|[[tool.poetry.source]]\nname = \"%s\"\nurl = \"%s\"\n[[tool.poetry.source]]\nname = \"x\"",
            "project/pyproject.toml|[tool.pdm]\nx = %s",
            "project/pyproject.toml|[tool.pdm]\nx = \"%s",
            "project/Pipfile|[[source]]\nname = \"a\"\nurl = \"%s\"\n[packages]\nb = { git = \"%s\" }",
            "project/poetry.toml|[repositories.a]\nurl = \"%s\"",
            "project/setup.py|setup(dependency_links=['%s'], install_requires=['a @ %s'])",
            "project/setup.cfg|[easy_install]\nfind_links = %s",
            "project/environment.yml|dependencies:\n  - pip:\n    - -i %s",
            "project/Dockerfile|ENV PIP_EXTRA_INDEX_URL=%s\nRUN pip install -i %s git+%s",
            "project/tox.ini|[testenv]\nindexserver =\n    %s = %s\ndeps = a @ %s");

    private static final List<String> SHAPES = List.of(
            "https://user:%s@index.example/simple/",
            "https://%s@index.example/simple/",
            "https://%s:@index.example/simple/",
            "https://index.example/simple/?token=%s",
            "https://index.example/simple/#%s",
            "https://a:%s@b:%s@index.example/",
            "http://user:%s@127.0.0.1:9090/simple/");

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789/@:?#%&=+$!~;,*(";

    @Test
    void noReportPrintsAPassword() {
        Random random = new Random(7);
        for (int round = 0; round < 4; round++) {
            everyPlaceAndShape(random);
        }
    }

    private static void everyPlaceAndShape(Random random) {
        for (String place : PLACES) {
            for (String shape : SHAPES) {
                // The middle is what must never be seen; around it, whatever breaks a URL.
                String secret = noise(random) + "Geheim" + noise(random);
                String url = shape.replace("%s", secret);
                int bar = place.indexOf('|');
                Bench bench = new Bench()
                        .file(place.substring(0, bar), place.substring(bar + 1).replace("%s", url) + "\n");
                if (!url.contains(" ")) {
                    bench.set("PIP_FIND_LINKS", url).set("UV_INDEX", url).set("PDM_PYPI_URL", url);
                }
                for (String gate : List.of("http://127.0.0.1:8080", "")) {
                    DoctorReport report = bench.gate(gate).report();
                    assertThat(DoctorRender.json(report) + DoctorRender.text(report, true))
                            .as("%s in %s", url, place)
                            .doesNotContain("Geheim");
                }
            }
        }
    }

    private static String noise(Random random) {
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            noise.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return noise.toString();
    }

    @Test
    void whatIsShownOfAUrl() {
        List<String[]> table = new ArrayList<>();
        table.add(new String[] {"https://index.example/simple/", "https://index.example/simple/"});
        table.add(new String[] {
            "https://user:geheim@index.example:8443/simple/", "https://[REDACTED]@index.example:8443/simple/"
        });
        table.add(new String[] {"https://token@index.example/", "https://[REDACTED]@index.example/"});
        table.add(new String[] {"https://index.example/a?token=x", "https://index.example/a…"});
        table.add(new String[] {
            "https://index.example/abcDEF0123456789abc/simple/", "https://index.example/[REDACTED]/simple/"
        });
        table.add(new String[] {"git+https://index.example/a.git@v1#egg=a", "git+https://index.example/a.git@……"});
        table.add(new String[] {"git@index.example:a/b.git", "git@index.example:…"});
        table.add(new String[] {"https://user:a/b@index.example/", "[REDACTED]"});
        table.add(new String[] {"./wheels", "./wheels"});
        table.add(new String[] {"x\u001B[31m\u202Ey", "x\uFFFD[31m\uFFFDy"});
        for (String[] row : table) {
            String shown = Shown.url(row[0]);
            assertThat(row[1].equals("[REDACTED]") ? shown.replaceFirst("^https://", "") : shown)
                    .isEqualTo(row[1]);
        }
    }
}
