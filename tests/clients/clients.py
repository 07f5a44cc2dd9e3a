"""The real clients, each run in a fresh project or environment without any cache or setting of its own."""

import dataclasses
import functools
import importlib.metadata
import json
import os
import pathlib
import re
import subprocess
import sys

import scratch
from distributions import normalized
from gate import ROOT

PYTHON = f"=={sys.version_info.major}.{sys.version_info.minor}.*"


@dataclasses.dataclass(frozen=True)
class Outcome:
    """A finished client: its exit code, all that it said, and where it installed to."""

    code: int
    output: str
    environment: pathlib.Path

    def installed(self):
        """Normalized project name to version."""
        folders = [str(folder) for folder in self.environment.glob("lib/python*/site-packages")]
        return {normalized(d.metadata["Name"]): d.version for d in importlib.metadata.distributions(path=folders)}


@functools.cache
def tool(name):
    """The path of a tool that scripts/tools.sh installs."""
    found = subprocess.run([ROOT / "scripts" / "tools.sh", name], stdout=subprocess.PIPE, text=True)
    if found.returncode:
        raise AssertionError(f"scripts/tools.sh {name} failed (see above)")
    return found.stdout.strip()


def run(command, folder=None, timeout=300, **environment):
    """Runs a client; its exit code and its output, both streams together as a terminal shows them."""
    environment = scratch.environment(
        PIP_CONFIG_FILE=os.devnull,
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_NO_INPUT="1",
        UV_PYTHON_DOWNLOADS="never",
        UV_NO_PROGRESS="1",
        POETRY_NO_INTERACTION="1",
        POETRY_VIRTUALENVS_IN_PROJECT="true",
        POETRY_VIRTUALENVS_OPTIONS_NO_PIP="true",
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
        PDM_CHECK_UPDATE="0",
        PDM_NON_INTERACTIVE="1",
        **environment,
    )
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def empty_environment(folder=None):
    folder = folder or scratch.folder("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder


def pip(version, index, requirements, *options, timeout=300):
    environment = empty_environment()
    command = [tool(f"pip-{version}"), "--python", environment / "bin" / "python", "install", "--no-cache-dir", "--no-compile"]
    command += ["--progress-bar", "off", "--index-url", index, *options, *requirements]
    return Outcome(*run(command, timeout=timeout), environment)


def pip_download(index, folder, *options, timeout=300):
    """`pip download` of the newest pip into a folder."""
    command = [tool("pip-newest"), "download", "--no-cache-dir", "--progress-bar", "off", "--index-url", index, "--dest", folder, *options]
    return Outcome(*run(command, timeout=timeout), folder)


def uv_pip(index, requirements, *options, timeout=300):
    environment = empty_environment()
    command = [tool("uv"), "pip", "install", "--no-config", "--python", environment / "bin" / "python", "--default-index", index]
    return Outcome(*run([*command, *options, *requirements], timeout=timeout, UV_CACHE_DIR=scratch.folder("uv")), environment)


def project(requirements, tables):
    """A folder with a pyproject.toml."""
    folder = scratch.folder("project")
    head = f'[project]\nname = "made-for-a-test"\nversion = "1"\nrequires-python = "{PYTHON}"\n'
    (folder / "pyproject.toml").write_text(f"{head}dependencies = {json.dumps(list(requirements))}\n{tables}")
    return folder


def uv_sync(index, requirements, timeout=300):
    linux = "environments = [\"sys_platform == 'linux' and platform_machine == 'x86_64'\"]\n"
    folder = project(requirements, f'[tool.uv]\npackage = false\n{linux}[[tool.uv.index]]\nname = "gate"\nurl = "{index}"\ndefault = true\n')
    return Outcome(*run([tool("uv"), "sync"], folder, timeout, UV_CACHE_DIR=scratch.folder("uv"), UV_PYTHON=sys.executable), folder / ".venv")


def poetry(index, requirements, timeout=300):
    source = f'[[tool.poetry.source]]\nname = "gate"\nurl = "{index}"\npriority = "primary"\n'
    folder = project(requirements, f"[tool.poetry]\npackage-mode = false\n{source}")
    cache = scratch.folder("poetry")
    return Outcome(*run([tool("poetry"), "install", "--no-root", "--no-ansi"], folder, timeout, POETRY_CACHE_DIR=cache), folder / ".venv")


def pdm(index, requirements, timeout=300):
    source = f'[[tool.pdm.source]]\nname = "pypi"\nurl = "{index}"\nverify_ssl = false\n'  # this name replaces the built-in source
    folder = project(requirements, f"[tool.pdm]\ndistribution = false\n{source}")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    (folder / ".pdm-python").write_text(str(folder / ".venv" / "bin" / "python"))
    cache = {"PDM_CACHE_DIR": scratch.folder("pdm"), "PDM_IGNORE_ACTIVE_VENV": "1"}
    return Outcome(*run([tool("pdm"), "install", "--no-self"], folder, timeout, **cache), folder / ".venv")


def uv_audit(index, service, requirements, timeout=300):
    """`uv audit` of a project that was locked against that index, asking that OSV service (a URL with a slash at its end)."""
    folder = project(requirements, f'[tool.uv]\npackage = false\n[[tool.uv.index]]\nname = "index"\nurl = "{index}"\ndefault = true\n')
    settings = {"UV_CACHE_DIR": scratch.folder("uv"), "UV_PYTHON": sys.executable}
    code, output = run([tool("uv"), "lock"], folder, timeout, **settings)
    if code:
        raise AssertionError(f"uv lock failed: {output}")
    return Outcome(*run([tool("uv"), "audit", "--frozen", "--service-url", service], folder, timeout, **settings), folder)


def pip_audit(service, requirements, timeout=300):
    """`pip-audit` of pinned requirements, asking that OSV service (the URL of its /v1/query)."""
    folder = scratch.folder("audit")
    (folder / "requirements.txt").write_text("".join(f"{requirement}\n" for requirement in requirements))
    command = [tool("pip-audit"), "--vulnerability-service", "osv", "--osv-url", service, "--requirement", "requirements.txt", "--no-deps", "--disable-pip"]
    return Outcome(*run([*command, "--progress-spinner", "off", "--cache-dir", folder / "cache"], folder, timeout), folder)


def hashed(*distributions):
    """A requirements file that pins each distribution with its hash."""
    lock = scratch.folder("lock") / "requirements.txt"
    lock.write_text("".join(f"{d.project}=={d.version} --hash=sha256:{d.sha256}\n" for d in distributions))
    return lock


CLIENTS = {
    "pip 22.3": functools.partial(pip, "22.3"),
    "newest pip": functools.partial(pip, "newest"),
    "uv pip": uv_pip,
    "uv sync": uv_sync,
    "Poetry": poetry,
    "PDM": pdm,
}
