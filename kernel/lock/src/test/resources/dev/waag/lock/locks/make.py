#!/usr/bin/env python3
"""Makes the locks beside it with the tools themselves and asks each tool, for each edit of the manifest, whether its lock is in sync.

make.py TOOLS, a folder with one virtual environment a tool, named as below. Index and file hosts are replaced by fictitious ones; where a
tool's hash covers the index, the tool's own code computes it anew for the replaced manifest.
"""
import hashlib, os, pathlib, re, shutil, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
TOOLS = pathlib.Path(sys.argv[1])
INDEX = "https://index.example/simple"
REAL = subprocess.run([sys.executable, "-c", "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"], capture_output=True, text=True).stdout.strip().rstrip("/")
ENV = {**os.environ, "PDM_CHECK_UPDATE": "0", "PIPENV_IGNORE_VIRTUALENVS": "1", "PIPENV_VENV_IN_PROJECT": "1", "VIRTUAL_ENV": "", "POETRY_VIRTUALENVS_IN_PROJECT": "true", "UV_PYTHON_DOWNLOADS": "never"}

STANDARD = """[project]
name = "acme-app"
version = "0.1.0"
requires-python = ">=3.9"
dependencies = ["attrs>=22", "six ; python_version < '3.13'"]
[project.optional-dependencies]
cli = ["idna>=2,<4"]
"""
POETRY_SOURCE = f'[[tool.poetry.source]]\nname = "main"\nurl = "{INDEX}"\npriority = "primary"\n'
POETRY = STANDARD + '[dependency-groups]\ndev = ["iniconfig"]\n[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\nattrs = { source = "main" }\n[tool.poetry.group.lint.dependencies]\npluggy = ">=1"\n' + POETRY_SOURCE
POETRY_OWN = """[tool.poetry]
name = "acme-app"
version = "0.1.0"
description = "naïve"
authors = []
package-mode = false
[tool.poetry.dependencies]
python = ">=3.9"
attrs = "^22"
six = { version = "*", python = "<3.13" }
idna = { version = ">=2,<4", optional = true }
[tool.poetry.extras]
cli = ["idna"]
[tool.poetry.group.dev.dependencies]
iniconfig = "*"
[tool.poetry.group.lint]
optional = true
[tool.poetry.group.lint.dependencies]
pluggy = ">=1"
""" + POETRY_SOURCE
PDM = STANDARD + '[dependency-groups]\ndev = ["iniconfig"]\nLint = ["pluggy>=1", { include-group = "dev" }]\n[tool.pdm]\ndistribution = false\n[tool.pdm.resolution.overrides]\ncolorama = "0.4.6"\n'
PDM_OWN = STANDARD + '[tool.pdm]\ndistribution = false\n[tool.pdm.dev-dependencies]\ndev = ["iniconfig"]\nlint = ["pluggy>=1"]\n[tool.pdm.resolution.overrides]\ncolorama = "0.4.6"\n'
PIPFILE = f"""[[source]]
name = "main"
url = "{INDEX}"
verify_ssl = true
[packages]
Attrs = ">=22"
six = {{ version = "*", markers = "python_version < '3.13'" }}
[dev-packages]
iniconfig = "*"
[docs]
pluggy = ">=1"
[requires]
python_version = "3.11"
[scripts]
run = "python -m acme"
"""
UV = """[project]
name = "acme-app"
version = "0.1.0"
requires-python = ">=3.9,<4"
dependencies = ["attrs>=22", "six ; sys_platform == 'linux' or sys_platform == 'win32'", "iniconfig"]
[project.optional-dependencies]
cli = ["idna>=2,<4"]
all = ["acme-app[cli]", "pluggy ; python_version < '3.12'"]
[dependency-groups]
dev = ["packaging", { include-group = "lint" }]
lint = ["pluggy>=1 ; os_name != 'nt'"]
[tool.uv]
constraint-dependencies = ["attrs<1000"]
override-dependencies = ["colorama==0.4.6"]
environments = ["sys_platform == 'linux'", "sys_platform == 'win32'"]
prerelease = "allow"
conflicts = [[{ extra = "cli" }, { group = "lint" }]]
"""
UV_OLD = "\n".join(line for line in UV.splitlines() if not line.startswith("conflicts")) + "\n"

E_STANDARD = [("", ""), ("[project]", "# x\n[project]"), ("attrs>=22", "attrs >= 22"), ("attrs>=22", "attrs>=21"), ("attrs>=22", "attrs>=22.0"), ('"attrs>=22"', '"attrs>=22", "certifi"'), ('"attrs>=22", ', ""),
              ("'3.13'", "'3.12'"), ("idna>=2", "idna>=3"), ("cli = [", "clis = ["), (">=3.9", ">=3.10"), ('acme-app"', 'acme-lib"'), ('0.1.0"', '0.2.0"'), ("[project]", "[tool.black]\nline-length = 3\n[project]"),
              ('"attrs>=22"', '"Attrs>=22"'), ('"attrs>=22"', '"attrs[tests]>=22"'), ('dev = ["iniconfig"', 'dev = ["iniconfig>=1"'), ('dev = ["iniconfig"', 'docs = ["certifi"]\ndev = ["iniconfig"'), ('version = "0.1.0"', 'version = "0.1.0"\ndescription = "é"')]
E_POETRY = [("", ""), ("[tool.poetry]", "# x\n[tool.poetry]"), ('"^22"', '"^23"'), ('attrs = "^22"', 'attrs = "^22"\ncertifi = "*"'), ('attrs = "^22"\n', ""), ('">=3.9"', '">=3.10"'), ("<3.13", "<3.12"), ('cli = ["idna"]', 'clis = ["idna"]'),
            ('iniconfig = "*"', 'iniconfig = ">=1"'), ("optional = true\n[", "optional = false\n["), ("acme-app", "acme-lib"), ("naïve", "other"), ("primary", "supplemental"), ('version = "*", python = "<3.13"', 'python = "<3.13", version = "*"')]
E_PDM = [('"0.4.6"', '"0.4.5"'), ("[tool.pdm]", f'[[tool.pdm.source]]\nname = "x"\nurl = "{INDEX}"\n[tool.pdm]'), ("[tool.pdm.resolution.overrides]", '[tool.pdm.resolution]\nexcludes = ["zz"]\n[tool.pdm.resolution.overrides]')]
E_PIPFILE = [("", ""), ("[packages]", "# x\n[packages]"), (">=22", ">=21"), ('Attrs = ">=22"', 'Attrs = ">=22"\ncertifi = "*"'), ('Attrs = ">=22"\n', ""), ("'3.13'", "'3.12'"), ('iniconfig = "*"', 'iniconfig = ">=1"'), (">=1", ">=1.1"), ("[docs]", "[docs2]"), ("3.11", "3.12"),
             ("-m acme", "-m acme2"), ("Attrs", "attrs"), ("[scripts]", "[pipenv]\nallow_prereleases = true\n[scripts]"), ("verify_ssl = true", "verify_ssl = false"), ('iniconfig = "*"', 'iniconfig = { version = "*", x = 1.5, y = [1, 1e20] }')]
E_UV = [("", ""), ("[project]", "# x\n[project]"), ("attrs>=22", "attrs>=21"), ("attrs>=22", "attrs >= 22.0"), ('"attrs>=22"', '"attrs>=22", "certifi"'), ('"attrs>=22", ', ""), ("'win32'\"]\n", "'darwin'\"]\n"), ("sys_platform == 'linux' or sys_platform == 'win32'", "sys_platform == 'win32' or sys_platform == 'linux'"),
        (" or sys_platform == 'win32'", ""), ("'3.12'", "'3.11'"), ("python_version < '3.12'", "python_full_version < '3.12.0'"), (">=3.9,<4", ">=3.10,<4"), (">=3.9,<4", "<4,>=3.9.0"), ('acme-app"\nversion', 'acme-lib"\nversion'), ('0.1.0"', '0.2.0"'), ("attrs<1000", "attrs<1001"), ("==0.4.6", "==0.4.5"), ('"allow"', '"disallow"'),
        ("[tool.uv]\n", '[tool.uv]\nresolution = "lowest"\n'), ('{ group = "lint" }', '{ group = "dev" }'), ("cli = [", "clis = ["), ('"packaging"', '"packaging>=20"'), ("os_name != 'nt'", "os_name == 'posix'"), ("lint = [", "docs = []\nlint = ["), ("[project]\n", '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\n'),
        ("[tool.uv]\n", '[tool.uv.sources]\nattrs = { git = "https://host.example/attrs", tag = "1" }\n[tool.uv]\n'), ("[project]\n", "[tool.black]\nline-length = 3\n[project]\n"), ("all = [", "# x\nall = [")]
CASES = {  # folder: tool, manifest's name, its text, lock's name, command that locks, command that checks, edits
    "poetry-2.5": ("poetry", "pyproject.toml", POETRY, "poetry.lock", ["lock", "-n"], ["check", "--lock", "-n"], E_STANDARD),
    "poetry-2.5-own": ("poetry", "pyproject.toml", POETRY_OWN, "poetry.lock", ["lock", "-n"], ["check", "--lock", "-n"], E_POETRY),
    "poetry-1.8": ("poetry-old", "pyproject.toml", POETRY_OWN, "poetry.lock", ["lock", "-n"], ["check", "--lock", "-n"], E_POETRY),
    "pdm-2.26": ("pdm", "pyproject.toml", PDM, "pdm.lock", ["lock", "-G", ":all"], ["lock", "--check"], E_STANDARD + E_PDM),
    "pdm-2.26-pylock": ("pdm", "pyproject.toml", PDM, "pylock.toml", ["lock", "-G", ":all"], ["lock", "--check"], E_STANDARD + E_PDM),
    "pdm-2.12": ("pdm-old", "pyproject.toml", PDM_OWN, "pdm.lock", ["lock", "-G", ":all"], ["lock", "--check"], E_STANDARD + E_PDM),
    "pipenv-2026.10": ("pipenv", "Pipfile", PIPFILE, "Pipfile.lock", ["lock"], ["verify"], E_PIPFILE),
    "pipenv-2026.10-default": ("pipenv", "Pipfile", PIPFILE[PIPFILE.index("[packages]"):], "Pipfile.lock", ["lock"], ["verify"], E_PIPFILE),
    "pipenv-2023.12": ("pipenv-old", "Pipfile", PIPFILE, "Pipfile.lock", ["lock"], ["verify"], E_PIPFILE),
    "uv-0.13": ("uv", "pyproject.toml", UV, "uv.lock", ["lock"], ["lock", "--check"], E_UV),
    "uv-0.4": ("uv-old", "pyproject.toml", UV_OLD, "uv.lock", ["lock"], ["lock", "--locked"], E_UV),
    "pip-tools-7.6": ("pip-tools", "requirements.in", "attrs>=22\nsix\niniconfig\npytest\n", "requirements.txt", ["-q", "--generate-hashes", "requirements.in"], None, []),
    "uv-0.13-pip": ("uv", "requirements.in", "attrs>=22\nsix\niniconfig\npytest\n", "requirements.txt", ["pip", "compile", "-q", "--generate-hashes", "requirements.in", "-o", "requirements.txt"], None, []),
    "uv-0.13-pylock": ("uv", "requirements.in", "attrs>=22\nsix\niniconfig\npytest\n", "pylock.toml", ["pip", "compile", "-q", "requirements.in", "-o", "pylock.toml"], None, []),
}
REHASH = {
    "poetry": "import sys,tomllib,pathlib; from poetry.packages.locker import Locker; d=tomllib.load(open('pyproject.toml','rb')); print(Locker(pathlib.Path('poetry.lock'), d)._content_hash)",
    "poetry-old": "import sys,tomllib,pathlib; from poetry.packages.locker import Locker; d=tomllib.load(open('pyproject.toml','rb')); print(Locker(pathlib.Path('poetry.lock'), d['tool']['poetry'])._content_hash)",
    "pipenv-old": "import pipenv; from pipenv.vendor import plette; print(plette.Pipfile.load(open('Pipfile')).get_hash().value)",
    "pipenv": "from pipenv.project import Project; print(Project().pipfile.calculate_hash())",
}
EXE = {"poetry": "poetry", "pdm": "pdm", "pipenv": "pipenv", "uv": "uv", "pip-tools": "pip-compile"}


def run(tool, args, cwd):
    return subprocess.run([TOOLS / tool / "bin" / EXE[tool.removesuffix("-old")], *args], cwd=cwd, env=ENV, capture_output=True, text=True, timeout=600)


def fictitious(text):
    text = re.sub(r"https?://[^/\"' ]+/packages/", "https://files.example/packages/", text)
    return text.replace(REAL + "/", INDEX + "/").replace(REAL, INDEX)


def escape(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def main():
    only = sys.argv[2:]
    for name, (tool, manifest, text, lock, how, check, edits) in CASES.items():
        if only and name not in only:
            continue
        out = HERE / name
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        with tempfile.TemporaryDirectory() as t:
            base = pathlib.Path(t) / "base"
            base.mkdir()
            (base / manifest).write_text(text.replace(INDEX, REAL))
            if name.endswith("-pylock") and tool == "pdm":
                (base / "pdm.toml").write_text('[lock]\nformat = "pylock"\n')
            r = run(tool, how, base)
            if not (base / lock).exists():
                sys.exit(f"{name}: {r.stdout} {r.stderr}")
            made = (base / lock).read_bytes()
            (out / manifest).write_text(text)
            locked = fictitious(made.decode())
            if tool in REHASH:
                with tempfile.TemporaryDirectory() as h:
                    (pathlib.Path(h) / manifest).write_text(text)
                    (pathlib.Path(h) / lock).write_text(locked)
                    computed = subprocess.run([TOOLS / tool / "bin" / "python", "-c", REHASH[tool]], cwd=h, env=ENV, capture_output=True, text=True).stdout.split()[-1]
                before = re.search(r'(content-hash = |"sha256": )"([0-9a-f]{64})"', locked).group(2)
                if name != "pipenv-2026.10-default":  # there the tool's default index is hashed, which the lock's sources repeat
                    locked = locked.replace(before, computed)
                else:
                    data = re.search(r'"sources": (\[.*?\n        \])', locked, re.S).group(1)
                    with tempfile.TemporaryDirectory() as h:
                        import json
                        s = json.loads(data)[0]
                        (pathlib.Path(h) / manifest).write_text(f'[[source]]\nname = "{s["name"]}"\nurl = "{s["url"]}"\nverify_ssl = true\n' + text)
                        computed = subprocess.run([TOOLS / tool / "bin" / "python", "-c", REHASH[tool]], cwd=h, env=ENV, capture_output=True, text=True).stdout.split()[-1]
                    locked = locked.replace(before, computed)
            (out / lock).write_text(locked)
            rows = []
            for a, b in edits:
                if a not in text:
                    continue
                work = pathlib.Path(t) / "work"
                shutil.rmtree(work, ignore_errors=True)
                shutil.copytree(base, work, ignore=shutil.ignore_patterns(".venv"))
                (work / manifest).write_text((text.replace(a, b, 1) if a else text).replace(INDEX, REAL))
                ok = run(tool, check, work).returncode == 0
                rows.append(f"{escape(a)}\t{escape(b)}\t{'IN_SYNC' if ok else 'DRIFTED'}\n")
            if rows:
                (out / "edits.tsv").write_text("".join(rows))
            print(name, len(rows), "edits,", sum("IN_SYNC" in r for r in rows), "in sync")


main()
