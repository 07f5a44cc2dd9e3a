"""The pages and files that every server gets, and the simulated index from which the caching ones take them."""

import dataclasses
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "clients"))

import distributions  # noqa: E402
from index import Index  # noqa: E402


@dataclasses.dataclass(frozen=True)
class Page:
    project: str
    files: int
    connections: int


@dataclasses.dataclass(frozen=True)
class File:
    project: str
    size: int
    connections: int

    @property
    def filename(self):
        return f"{self.project.replace('-', '_')}-1.0-py3-none-any.whl"


PAGES = (Page("tweehonderd", 200, 32), Page("vijfduizend", 5000, 4))
FILES = (File("gewichten-klein", 200_000, 16), File("gewichten-midden", 10_000_000, 4), File("gewichten-groot", 100_000_000, 2))


def make_index():
    """The simulated index with all projects; files have content too, so that a folder of them can be served."""
    index = Index(announce_metadata=True)
    for page in PAGES:
        for number in range(page.files):
            version = f"{number // 100}.{number % 100}"
            index.add(distributions.wheel(page.project, version), **{"requires-python": ">=3.9"})
    for file in FILES:
        index.add(distributions.wheel(file.project, "1.0", size=file.size))
    return index


def write_folder(index, folder):
    """All files in one folder, as pypiserver wants them."""
    folder.mkdir()
    for path, content in index.contents.items():
        if not path.endswith(".metadata"):
            (folder / path.rsplit("/", 1)[1]).write_bytes(content)
    return folder
