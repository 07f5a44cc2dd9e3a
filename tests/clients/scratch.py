"""Folders that are gone when the run ends, and an environment in which nothing is configured."""

import os
import pathlib
import shutil
import tempfile

root = pathlib.Path(tempfile.mkdtemp(prefix="waag-clients-"))
CONFIGURED_BY = ("PIP_", "UV_", "POETRY_", "PDM_", "TWINE_", "WAAG_", "XDG_", "PYTHON", "VIRTUAL_ENV", "JAVA_TOOL_OPTIONS")


def folder(name):
    """A new empty folder."""
    return pathlib.Path(tempfile.mkdtemp(prefix=name + "-", dir=root))


def clear():
    if not os.environ.get("WAAG_KEEP_SCRATCH"):
        shutil.rmtree(root, ignore_errors=True)


def environment(**more):
    """This process's environment without any client's or the gate's settings, and with a home of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.upper().startswith(CONFIGURED_BY)}
    home = root / "home"
    home.mkdir(exist_ok=True)
    kept |= {
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "COLUMNS": "400",
    }
    return kept | {key: str(value) for key, value in more.items()}
