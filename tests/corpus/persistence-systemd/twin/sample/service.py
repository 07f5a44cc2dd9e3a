from pathlib import Path

TEMPLATE = "[Service]\nExecStart=/usr/bin/python3 -m sample\n"


def unit_text():
    return TEMPLATE


def configuration():
    return Path.home() / ".config" / "sample" / "settings.toml"
