"""Makes a virtual environment and installs wheels into it. argv: environment, folder of wheels with requirements.txt, pip's package folder, `empty` where there are none."""
import os
import sys
import venv

environment, wheels, pip, empty = sys.argv[1:5]
os.umask(0o022)
os.environ.update(PIP_CONFIG_FILE=os.devnull, HOME="/", TMPDIR="/build/tmp" if os.path.isdir("/build") else environment, LC_ALL="C.UTF-8")
if os.path.isdir("/build"):
    os.mkdir("/build/tmp")
venv.EnvBuilder(symlinks=True, with_pip=False, clear=False).create(environment)
if not empty:
    python = os.path.join(environment, "bin", "python")
    os.execv(python, [
        python, os.path.join(pip, "__pip-runner__.py"), "install", "--no-index", "--no-deps", "--no-cache-dir", "--no-input", "--disable-pip-version-check", "--quiet", "--require-hashes",
        "--only-binary", ":all:", "--find-links", wheels, "--requirement", os.path.join(wheels, "requirements.txt")])
