package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each client and place: the setting that goes round the gate, and its clean twin. */
final class DoctorCasesTest {
    private static final String GATE = Bench.GATE;

    /** @param expected as {@link Bench#found()}; empty for a clean twin */
    private record Case(String file, String text, List<String> expected) {}

    private static final class Table {
        private final List<Case> cases = new ArrayList<>();

        Table bad(String file, String text, String... expected) {
            cases.add(new Case(file, text, List.of(expected)));
            return this;
        }

        Table clean(String file, String text) {
            return bad(file, text);
        }

        void check() {
            for (Case c : cases) {
                assertThat(new Bench().file(c.file(), c.text()).found())
                        .as("%s:\n%s", c.file(), c.text())
                        .containsExactlyElementsOf(c.expected());
            }
        }
    }

    @Test
    void pipConfiguration() {
        new Table()
                .bad(
                        "home/.config/pip/pip.conf",
                        "[global]\nindex-url = https://index.example/simple/\n",
                        "pip index-url ROOT/home/.config/pip/pip.conf:2")
                .clean("home/.config/pip/pip.conf", "[global]\nindex-url = " + GATE + "\n")
                .bad(
                        "home/.pip/pip.conf",
                        "[install]\nextra-index-url =\n    https://index.example/a/\n    " + GATE
                                + "\n  https://index.example/b/\n",
                        "pip extra-index-url ROOT/home/.pip/pip.conf:3",
                        "pip extra-index-url ROOT/home/.pip/pip.conf:5")
                .clean(
                        "home/.pip/pip.conf",
                        "[install]\nextra-index-url = " + GATE + "\n# find-links = /x\n; trusted-host = y\n")
                .bad(
                        "system/etc/pip.conf",
                        "[download]\nfind_links: /opt/wheels\n",
                        "pip find-links ROOT/system/etc/pip.conf:2")
                .clean("system/etc/pip.conf", "[download]\nno-index = true\nproxy = http://files.example\n")
                .bad(
                        "system/etc/xdg/pip/pip.conf",
                        "[wheel]\nTrusted-Host = files.example index.example:8443\n",
                        "pip trusted-host ROOT/system/etc/xdg/pip/pip.conf:2",
                        "pip trusted-host ROOT/system/etc/xdg/pip/pip.conf:2")
                .bad(
                        "project/.venv/pip.conf",
                        "[global]\nno-build-isolation = false\n",
                        "pip no-build-isolation .venv/pip.conf:2")
                .bad(
                        "project/pip.conf",
                        "[global]\npypi-url=https://index.example/simple\n",
                        "pip index-url pip.conf:2")
                .clean("project/.venv/lib/requirements.txt", "--extra-index-url https://index.example/\n")
                .check();
    }

    @Test
    void requirementsFiles() {
        new Table()
                .bad(
                        "project/requirements.txt",
                        "# a comment\nrequests==2.31.0\n--extra-index-url https://index.example/simple/\n",
                        "pip extra-index-url requirements.txt:3")
                .bad(
                        "project/requirements.txt",
                        "-i https://index.example/simple\n",
                        "pip index-url requirements.txt:1")
                .bad("project/requirements.txt", "-ihttps://index.example/simple\n", "pip index-url requirements.txt:1")
                .bad(
                        "project/requirements.txt",
                        "--index-url=\"https://index.example/s\"\n",
                        "pip index-url requirements.txt:1")
                .clean(
                        "project/requirements.txt",
                        "-i http://localhost:8080/simple # --extra-index-url https://x.example\nrequests\n")
                .clean(
                        "project/requirements.txt",
                        "requests==2.31.0 \\\n    --hash=sha256:00\n-e .\n-e ./lib\n./wheels/a.whl\na @ file:///x\n")
                .bad("project/requirements-dev.txt", "-f ./wheels\n", "pip find-links requirements-dev.txt:1")
                .bad(
                        "project/dev-requirements.in",
                        "--find-links https://files.example/\n",
                        "pip find-links dev-requirements.in:1")
                .bad("project/constraints.txt", "--trusted-host files.example\n", "pip trusted-host constraints.txt:1")
                .bad(
                        "project/requirements/base.txt",
                        "--no-build-isolation\n",
                        "pip no-build-isolation requirements/base.txt:1")
                .bad(
                        "project/requirements.txt",
                        "\n--extra-\\\nindex-url https://index.example/\n",
                        "pip extra-index-url requirements.txt:2")
                .bad(
                        "project/requirements.txt",
                        "--extra https://index.example/\n",
                        "pip extra-index-url requirements.txt:1")
                .bad(
                        "project/requirements.txt",
                        "a==1\u2028--extra-index-url https://index.example/\n",
                        "pip extra-index-url requirements.txt:2")
                .bad(
                        "project/requirements.txt",
                        "a @ https://files.example/a.whl\nb[x] @ git+https://files.example/b.git@v1 ; python_version < '3'\n"
                                + "https://files.example/c-1.tar.gz\n-e git+ssh://git@files.example/d.git#egg=d\n"
                                + "git+https://${TOKEN}@files.example/e.git\n-r https://files.example/more.txt\n",
                        "pip direct-url requirements.txt:1",
                        "pip direct-url requirements.txt:2",
                        "pip direct-url requirements.txt:3",
                        "pip direct-url requirements.txt:4",
                        "pip direct-url requirements.txt:5",
                        "pip direct-url requirements.txt:6")
                .clean("project/requirements.txt", "a @ http://127.0.0.1:8080/files/ab/a.whl\n")
                .clean("project/notes.txt", "--extra-index-url https://index.example/\n")
                .check();
    }

    @Test
    void uvFiles() {
        String index = "[[tool.uv.index]]\nname = \"x\"\n";
        new Table()
                .bad(
                        "project/pyproject.toml",
                        "[tool.uv]\nindex-url = \"https://index.example/simple\"\n",
                        "uv index-url pyproject.toml:2")
                .clean("project/pyproject.toml", "[tool.uv]\nindex-url = \"" + GATE + "\"\n")
                .bad(
                        "project/pyproject.toml",
                        "[tool.uv]\nextra-index-url = [\n  \"https://index.example/a\",\n  \"https://index.example/b\",\n]\n",
                        "uv extra-index-url pyproject.toml:3",
                        "uv extra-index-url pyproject.toml:4")
                .bad("project/uv.toml", "find-links = [\"./wheels\"]\n", "uv find-links uv.toml:1")
                .bad("project/uv.toml", "index-strategy = \"unsafe-best-match\"\n", "uv index-strategy uv.toml:1")
                .bad(
                        "project/uv.toml",
                        "[pip]\nindex-strategy = \"unsafe-first-match\"\n",
                        "uv index-strategy uv.toml:2")
                .clean(
                        "project/uv.toml",
                        "index-strategy = \"first-index\"\nno-build-isolation = false\nallow-insecure-host = []\n")
                .bad("project/uv.toml", "no-build-isolation = true\n", "uv no-build-isolation uv.toml:1")
                .bad(
                        "project/uv.toml",
                        "no-build-isolation-package = [\"torch\"]\n",
                        "uv no-build-isolation-package uv.toml:1")
                .bad(
                        "project/uv.toml",
                        "allow-insecure-host = [\"index.example\"]\n",
                        "uv allow-insecure-host uv.toml:1")
                .bad("project/uv.toml", "[pip]\ntorch-backend = \"cu126\"\n", "uv torch-backend uv.toml:2")
                .bad(
                        "project/pyproject.toml",
                        index + "url = \"https://index.example/s\"\n",
                        "uv index pyproject.toml:3")
                .bad(
                        "project/pyproject.toml",
                        index + "url = \"" + GATE + "\"\ndefault = true\nignore-error-codes = [403]\n",
                        "uv ignore-error-codes pyproject.toml:5")
                .clean(
                        "project/pyproject.toml",
                        index + "url = \"" + GATE + "\"\ndefault = true\nignore-error-codes = []\n")
                .bad(
                        "project/pyproject.toml",
                        index + "url = \"" + GATE + "\"\ndefault = true\n\n[[tool.uv.index]]\nname = \"y\"\n"
                                + "url = \"https://index.example/y\"\nexplicit = true\n[tool.uv.sources]\ny = { index = \"y\" }\nz = { index = \"x\" }\n",
                        "uv index pyproject.toml:8",
                        "uv sources pyproject.toml:11")
                .bad(
                        "project/pyproject.toml",
                        index + "url = \"https://files.example/flat/\"\nformat = \"flat\"\n",
                        "uv find-links pyproject.toml:3")
                .bad(
                        "project/pyproject.toml",
                        "[tool.uv.sources]\na = { git = \"https://files.example/a.git\" }\n"
                                + "b = [\n  { url = \"https://files.example/b.whl\", marker = \"x\" },\n]\nc = { path = \"../c\" }\nd = { workspace = true }\n",
                        "uv direct-url pyproject.toml:2",
                        "uv direct-url pyproject.toml:4")
                .bad(
                        "project/pyproject.toml",
                        "[tool.uv]\nconstraint-dependencies = [\"a @ https://files.example/a.whl\", \"b<2\"]\n",
                        "uv direct-url pyproject.toml:2")
                .bad(
                        "home/.config/uv/uv.toml",
                        "[[index]]\nurl = \"https://index.example/\"\n",
                        "uv index ROOT/home/.config/uv/uv.toml:2")
                .bad(
                        "system/etc/uv/uv.toml",
                        "index-strategy = \"unsafe-best-match\"\n",
                        "uv index-strategy ROOT/system/etc/uv/uv.toml:1")
                .check();
    }

    @Test
    void poetry() {
        String gate = "[[tool.poetry.source]]\nname = \"gate\"\nurl = \"" + GATE + "\"\npriority = \"primary\"\n";
        new Table()
                .bad("project/pyproject.toml", "[tool.poetry]\nname = \"p\"\n", "poetry source pyproject.toml:1")
                .clean("project/pyproject.toml", gate)
                .clean("project/pyproject.toml", gate.replace("priority = \"primary\"\n", ""))
                .bad(
                        "project/pyproject.toml",
                        gate.replace("primary", "supplemental"),
                        "poetry source pyproject.toml:1")
                .bad("project/pyproject.toml", gate.replace("primary", "explicit"), "poetry source pyproject.toml:1")
                .bad(
                        "project/pyproject.toml",
                        gate
                                + "[[tool.poetry.source]]\nname = \"other\"\nurl = \"https://index.example/simple/\"\npriority = \"supplemental\"\n",
                        "poetry sources pyproject.toml:5",
                        "poetry source pyproject.toml:7")
                .bad(
                        "project/pyproject.toml",
                        gate + "[[tool.poetry.source]]\nname = \"PyPI\"\npriority = \"explicit\"\n",
                        "poetry source pyproject.toml:5",
                        "poetry sources pyproject.toml:5")
                .bad(
                        "project/pyproject.toml",
                        gate
                                + "[tool.poetry.dependencies]\npython = \"^3.11\"\na = { git = \"https://files.example/a.git\" }\n"
                                + "b = { url = \"https://files.example/b.whl\" }\nc = { version = \"1\", source = \"other\" }\n"
                                + "d = { path = \"../d\" }\ne = { version = \"1\", source = \"gate\" }\n"
                                + "[tool.poetry.group.dev.dependencies]\nf = [ { version = \"1\" }, { git = \"git@files.example:f.git\" } ]\n",
                        "poetry direct-url pyproject.toml:7",
                        "poetry direct-url pyproject.toml:8",
                        "poetry source pyproject.toml:9",
                        "poetry direct-url pyproject.toml:13")
                .bad(
                        "project/poetry.toml",
                        "[repositories.x]\nurl = \"https://files.example/upload\"\n[certificates.x]\ncert = false\n",
                        "poetry repositories poetry.toml:2",
                        "poetry verify-ssl poetry.toml:4")
                .clean(
                        "project/poetry.toml",
                        "[repositories.x]\nurl = \"http://127.0.0.1:8080/legacy/\"\n[certificates.x]\ncert = \"/etc/ca.pem\"\n")
                .bad(
                        "home/.config/pypoetry/config.toml",
                        "[certificates.x]\ncert = false\n",
                        "poetry verify-ssl ROOT/home/.config/pypoetry/config.toml:2")
                .check();
    }

    @Test
    void pdm() {
        String gate = "[[tool.pdm.source]]\nname = \"pypi\"\nurl = \"" + GATE + "\"\nverify_ssl = true\n";
        new Table()
                .bad("project/pyproject.toml", "[tool.pdm]\ndistribution = true\n", "pdm source pyproject.toml:1")
                .clean("project/pyproject.toml", gate)
                .bad("project/pyproject.toml", gate.replace("\"pypi\"", "\"gate\""), "pdm source pyproject.toml:1")
                .bad("project/pyproject.toml", gate.replace("true", "false"), "pdm verify-ssl pyproject.toml:4")
                .bad(
                        "project/pyproject.toml",
                        gate + "[[tool.pdm.source]]\nname = \"b\"\nurl = \"https://index.example/simple\"\n",
                        "pdm sources pyproject.toml:5",
                        "pdm source pyproject.toml:7")
                .bad(
                        "project/pyproject.toml",
                        gate
                                + "[[tool.pdm.source]]\nname = \"b\"\ntype = \"find_links\"\nurl = \"https://files.example/\"\n",
                        "pdm find-links pyproject.toml:8")
                .bad(
                        "project/pyproject.toml",
                        gate
                                + "[tool.pdm.dev-dependencies]\nt = [\"-e git+https://files.example/a.git#egg=a\", \"-e ./b\"]\n",
                        "pdm direct-url pyproject.toml:6")
                .bad(
                        "project/pdm.toml",
                        "[pypi]\nurl = \"https://index.example/\"\nverify_ssl = false\n",
                        "pdm pypi.url pdm.toml:2",
                        "pdm verify-ssl pdm.toml:3")
                .clean("project/pdm.toml", "[pypi]\nurl = \"" + GATE + "\"\n")
                .bad(
                        "home/.config/pdm/config.toml",
                        "[pypi.x]\nurl = \"https://index.example/\"\n",
                        "pdm pypi.url ROOT/home/.config/pdm/config.toml:2")
                .bad(
                        "home/.config/pdm/config.toml",
                        "build_isolation = false\n",
                        "pdm no-build-isolation ROOT/home/.config/pdm/config.toml:1")
                .check();
        assertThat(new Bench()
                        .file("project/pyproject.toml", "[tool.pdm]\n")
                        .file("project/pdm.toml", "pypi.url = \"" + GATE + "\"\n")
                        .found())
                .isEmpty();
    }

    @Test
    void pipenv() {
        String gate = "[[source]]\nname = \"gate\"\nurl = \"" + GATE + "\"\nverify_ssl = true\n";
        new Table()
                .bad("project/Pipfile", "[packages]\nrequests = \"*\"\n", "pipenv source Pipfile:1")
                .clean(
                        "project/Pipfile",
                        gate + "[packages]\nrequests = \"*\"\nx = { path = \".\", editable = true }\n")
                .bad("project/Pipfile", gate.replace("true", "false"), "pipenv verify-ssl Pipfile:4")
                .bad(
                        "project/Pipfile",
                        gate + "[[source]]\nname = \"b\"\nurl = \"https://index.example/simple\"\n",
                        "pipenv sources Pipfile:5",
                        "pipenv source Pipfile:7")
                .bad(
                        "project/Pipfile",
                        gate
                                + "[dev-packages]\na = { git = \"https://files.example/a.git\", ref = \"v1\" }\nb = {file = \"https://files.example/b.zip\"}\n",
                        "pipenv direct-url Pipfile:6",
                        "pipenv direct-url Pipfile:7")
                .check();
    }

    @Test
    void projectRequirements() {
        new Table()
                .bad(
                        "project/pyproject.toml",
                        "[build-system]\nrequires = [\"hatchling\", \"a @ git+https://files.example/a\"]\n[project]\nname = \"p\"\n"
                                + "dependencies = [\n  \"b>=1\",\n  \"c @ https://files.example/c.whl\",\n]\n"
                                + "[project.optional-dependencies]\nx = [\"d@https://files.example/d.whl\"]\n"
                                + "[dependency-groups]\ny = [\"e @ https://files.example/e.whl\", { include-group = \"x\" }]\n",
                        "pip direct-url pyproject.toml:2",
                        "pip direct-url pyproject.toml:7",
                        "pip direct-url pyproject.toml:10",
                        "pip direct-url pyproject.toml:12")
                .clean("project/pyproject.toml", "[project]\ndependencies = [\"b>=1\", \"c @ file:///x/c.whl\"]\n")
                .bad(
                        "project/pyproject.toml",
                        "[tool.hatch.envs.default]\ndependencies = [\"a @ https://files.example/a.whl\"]\n"
                                + "[tool.hatch.envs.default.env-vars]\nPIP_EXTRA_INDEX_URL = \"https://index.example/\"\n",
                        "pip direct-url pyproject.toml:2",
                        "pip extra-index-url pyproject.toml:4")
                .bad(
                        "project/setup.cfg",
                        "[easy_install]\nindex_url = https://index.example/simple\nfind_links =\n    https://files.example/\n"
                                + "[options]\ndependency_links =\n    https://files.example/x\ninstall_requires =\n    a\n    b @ https://files.example/b.whl\n",
                        "setuptools index-url setup.cfg:2",
                        "setuptools find-links setup.cfg:4",
                        "setuptools dependency-links setup.cfg:7",
                        "setuptools direct-url setup.cfg:10")
                .clean(
                        "project/setup.cfg",
                        "[easy_install]\nindex_url = " + GATE
                                + "\n[options]\ninstall_requires =\n    a>=1\n[tool:x]\nurl = https://files.example/\n")
                .bad(
                        "project/setup.py",
                        "setup(\n  url='https://files.example/',\n  install_requires=['a', \"b @ git+https://files.example/b\"],\n"
                                + "  dependency_links=[\n    'https://files.example/c',\n  ],\n  download_url='https://files.example/d.zip',\n)\n",
                        "setuptools direct-url setup.py:3",
                        "setuptools dependency-links setup.py:5")
                .clean(
                        "project/setup.py",
                        "setup(url='https://files.example/', author_email='a@files.example',\n install_requires=['a'])\n")
                .bad(
                        "project/environment.yml",
                        "channels:\n  - x\ndependencies:\n  - python=3.11\n  - pip:\n    - --extra-index-url https://index.example/\n    - \"a @ https://files.example/a.whl\"\n    - b\nname: x\n",
                        "conda extra-index-url environment.yml:6",
                        "conda direct-url environment.yml:7")
                .clean(
                        "project/environment.yml",
                        "dependencies:\n  - pip\n  - pip:\n    - requests==2\n    - -i " + GATE + "\n")
                .check();
    }

    @Test
    void commandLines() {
        new Table()
                .bad(
                        "project/Dockerfile",
                        "FROM python\nENV PIP_EXTRA_INDEX_URL=https://index.example/a PIP_TRUSTED_HOST=index.example\nENV PIP_INDEX_URL https://index.example/b\n"
                                + "RUN apt-get update && \\\n    pip install --no-cache-dir \\\n      --extra-index-url https://index.example/c \\\n      -f ./wheels requests\n",
                        "pip extra-index-url Dockerfile:2",
                        "pip trusted-host Dockerfile:2",
                        "pip index-url Dockerfile:3",
                        "pip extra-index-url Dockerfile:6",
                        "pip find-links Dockerfile:7")
                .clean(
                        "project/Dockerfile",
                        "# pip install --extra-index-url https://index.example\nENV PIP_INDEX_URL=" + GATE
                                + "\nRUN docker build -f other . && pip install requests\n"
                                + "RUN curl -f https://files.example/x.whl && tar -f x.tar.gz\n")
                .bad(
                        "project/Dockerfile.dev",
                        "CMD [\"pip\", \"install\", \"--index-url\", \"https://index.example/simple\", \"x\"]\n",
                        "pip index-url Dockerfile.dev:1")
                .bad(
                        "project/.github/workflows/ci.yml",
                        "env:\n  PIP_EXTRA_INDEX_URL: https://${{ secrets.TOKEN }}@index.example/simple\n  UV_INDEX_STRATEGY: unsafe-best-match\njobs:\n  a:\n    steps:\n"
                                + "      - run: python -m pip install --trusted-host index.example x\n      - run: |\n          uv pip install --index-strategy=unsafe-first-match x\n"
                                + "          uv sync --no-build-isolation\n      - run: >\n          pip install x\n          --find-links https://files.example/\n",
                        "pip extra-index-url .github/workflows/ci.yml:2",
                        "uv index-strategy .github/workflows/ci.yml:3",
                        "pip trusted-host .github/workflows/ci.yml:7",
                        "uv index-strategy .github/workflows/ci.yml:9",
                        "uv no-build-isolation .github/workflows/ci.yml:10",
                        "pip find-links .github/workflows/ci.yml:13")
                .clean(
                        "project/.github/workflows/ci.yml",
                        "env:\n  PIP_INDEX_URL: ${{ vars.INDEX }}\n  UV_INDEX_STRATEGY: first-index\nsteps:\n  - name: Install pip\n    uses: a/pip@v1\n  - run: pip install -r requirements.txt\n")
                .bad(
                        "project/.gitlab-ci.yml",
                        "variables:\n  PIP_FIND_LINKS: \"./a\"\nt:\n  script:\n    - poetry source add x https://index.example/\n",
                        "pip find-links .gitlab-ci.yml:2",
                        "poetry source .gitlab-ci.yml:5")
                .bad(
                        "project/Makefile",
                        "export PIP_INDEX_URL ?= https://index.example/simple\ninstall:\n\tpip3 install -i https://index.example/s x\n",
                        "pip index-url Makefile:1",
                        "pip index-url Makefile:3")
                .clean("project/Makefile", "INDEX = " + GATE + "\ninstall:\n\tpip install -i $(INDEX) x\n")
                .bad(
                        "project/install.sh",
                        "pip config set global.extra-index-url https://index.example/simple\nPIP_NO_BUILD_ISOLATION=0 pip install x\n"
                                + "cat > pip.conf <<E\n[global]\nextra-index-url = https://index.example/s\nE\npip install git+https://files.example/x.git 'y @ https://files.example/y'\n"
                                + "pip install https://files.example/z-1-py3-none-any.whl\n",
                        "pip extra-index-url install.sh:1",
                        "pip no-build-isolation install.sh:2",
                        "pip extra-index-url install.sh:5",
                        "pip direct-url install.sh:7",
                        "pip direct-url install.sh:7",
                        "pip direct-url install.sh:8")
                .clean(
                        "project/install.sh",
                        "case $1 in --extra-index-url) X=$2;; --no-build-isolation) Y=1;; esac\nunset PIP_EXTRA_INDEX_URL\necho $PIP_FIND_LINKS\ngit clone https://files.example/x.git\n")
                .bad(
                        "project/noxfile.py",
                        "@nox.session\ndef t(session):\n    session.install(\n        \"--extra-index-url\",\n        \"https://index.example/\",\n        \"x\",\n    )\n"
                                + "    session.run(\"pytest\", \"-f\", \"./x\")\n    session.install(\"-i\", \"https://index.example/\", env={\"PIP_FIND_LINKS\": \"./w\"})\n",
                        "pip extra-index-url noxfile.py:4",
                        "pip find-links noxfile.py:9",
                        "pip index-url noxfile.py:9")
                .bad(
                        "project/tox.ini",
                        "[testenv]\ninstall_command = pip install --extra-index-url https://index.example/ {opts} {packages}\nsetenv =\n    A = 1\n    PIP_TRUSTED_HOST = index.example\n"
                                + "deps =\n    -rrequirements.txt\n    py311: a @ https://files.example/a.whl\n    --find-links ./w\n",
                        "pip extra-index-url tox.ini:2",
                        "pip trusted-host tox.ini:5",
                        "pip direct-url tox.ini:8",
                        "pip find-links tox.ini:9")
                .clean(
                        "project/tox.ini",
                        "[testenv]\npassenv = PIP_INDEX_URL\ndeps =\n    pytest\ncommands = pytest {posargs}\n")
                .check();
    }

    @Test
    void environment() {
        record Variable(String name, String value, String expected) {}
        List<Variable> table = List.of(
                new Variable("PIP_INDEX_URL", "https://index.example/simple", "pip index-url"),
                new Variable("PIP_EXTRA_INDEX_URL", "https://index.example/", "pip extra-index-url"),
                new Variable("PIP_EXTRA_INDEX_URL", GATE, ""),
                new Variable("PIP_EXTRA_INDEX_URL", "", ""),
                new Variable("PIP_extra_index_url", "https://index.example/", "pip extra-index-url"),
                new Variable("PIP_FIND_LINKS", "/opt/wheels", "pip find-links"),
                new Variable("PIP_TRUSTED_HOST", "index.example", "pip trusted-host"),
                new Variable("PIP_NO_BUILD_ISOLATION", "1", "pip no-build-isolation"),
                new Variable("PIP_NO_BUILD_ISOLATION", "0", "pip no-build-isolation"),
                new Variable("PIP_NO_INDEX", "1", ""),
                new Variable("PIP_PROXY", "http://files.example", ""),
                new Variable("UV_INDEX_URL", "https://index.example/", "uv index-url"),
                new Variable("UV_DEFAULT_INDEX", "x=https://index.example/", "uv default-index"),
                new Variable("UV_DEFAULT_INDEX", "gate=" + GATE, ""),
                new Variable("UV_INDEX", "x=https://index.example/", "uv index"),
                new Variable("UV_EXTRA_INDEX_URL", "https://index.example/", "uv extra-index-url"),
                new Variable("UV_FIND_LINKS", "/opt/wheels", "uv find-links"),
                new Variable("UV_INDEX_STRATEGY", "unsafe-best-match", "uv index-strategy"),
                new Variable("UV_INDEX_STRATEGY", "first-index", ""),
                new Variable("UV_INSECURE_HOST", "index.example", "uv allow-insecure-host"),
                new Variable("UV_NO_BUILD_ISOLATION", "1", "uv no-build-isolation"),
                new Variable("UV_NO_BUILD_ISOLATION", "false", ""),
                new Variable("UV_TORCH_BACKEND", "auto", "uv torch-backend"),
                new Variable("PDM_PYPI_URL", "https://index.example/", "pdm pypi.url"),
                new Variable("PDM_PYPI_URL", GATE, ""),
                new Variable("PDM_PYPI_VERIFY_SSL", "0", "pdm verify-ssl"),
                new Variable("PDM_BUILD_ISOLATION", "false", "pdm no-build-isolation"),
                new Variable("PIPENV_PYPI_MIRROR", "https://index.example/", "pipenv pypi-mirror"),
                new Variable("POETRY_REPOSITORIES_X_URL", "https://files.example/", "poetry repositories"),
                new Variable("POETRY_REPOSITORIES_X_URL", "http://127.0.0.1:8080/legacy/", ""),
                new Variable("POETRY_CERTIFICATES_X_CERT", "false", "poetry verify-ssl"),
                new Variable("UV_INDEX_X_PASSWORD", "geheim", ""));
        for (Variable v : table) {
            List<String> expected = v.expected().isEmpty() ? List.of() : List.of(v.expected() + " environment:0");
            assertThat(new Bench().set(v.name(), v.value()).found())
                    .as(v.name() + "=" + v.value())
                    .containsExactlyElementsOf(expected);
        }
    }
}
