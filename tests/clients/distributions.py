"""Makes small, valid wheels and sdists, byte for byte the same each time."""

import base64
import dataclasses
import functools
import gzip
import hashlib
import io
import random
import re
import tarfile
import zipfile


def normalized(name):
    """A project's name as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclasses.dataclass(frozen=True)
class Distribution:
    """One file of a release; `metadata` is the core metadata of a wheel, else None."""

    project: str
    version: str
    filename: str
    content: bytes
    metadata: bytes | None

    @functools.cached_property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def wheel(project, version, requires=(), size=0, requires_python=None, tag="py3-none-any", files=None):
    """A wheel of about `size` bytes (what is beyond its few files is noise that does not compress), with more `files` (path to bytes)."""
    package = normalized(project).replace("-", "_")
    info = f"{package}-{version}.dist-info"
    headers = [f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\nSummary: a test distribution\n"]
    headers += [f"Requires-Python: {requires_python}\n"] if requires_python else []
    headers += [f"Requires-Dist: {requirement}\n" for requirement in requires]
    metadata = "".join(headers).encode()
    members = {f"{package}/__init__.py": f"VERSION = {version!r}\n".encode()}
    if size:
        members[f"{package}/noise.bin"] = random.Random(f"{project} {version}").randbytes(size)
    members |= files or {}
    members[f"{info}/METADATA"] = metadata
    members[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: waag-tests\nRoot-Is-Purelib: true\nTag: {tag}\n".encode()
    members[f"{info}/RECORD"] = record(members, f"{info}/RECORD")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data)
    return Distribution(normalized(project), version, f"{package}-{version}-{tag}.whl", content.getvalue(), metadata)


def record(members, own_name):
    lines = []
    for name, data in members.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(data)}\n")
    return ("".join(lines) + f"{own_name},,\n").encode()


def sdist(project, version, setup=None):
    """An sdist that setuptools could build; `setup` is its setup.py."""
    package = normalized(project).replace("-", "_")
    top = f"{package}-{version}"
    members = {
        "PKG-INFO": f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n",
        "setup.py": setup or f"from setuptools import setup\n\nsetup(name={project!r}, version={version!r}, py_modules=[])\n",
    }
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name, text in members.items():
            entry = tarfile.TarInfo(f"{top}/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return Distribution(normalized(project), version, f"{top}.tar.gz", gzip.compress(plain.getvalue(), mtime=0), None)
