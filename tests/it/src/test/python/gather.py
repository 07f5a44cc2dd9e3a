"""Gathers what popular projects really say, for PythonStandardsTest: versions, requirements, names of wheels, one a line.

    scripts/tools.sh pip-newest
    …/pip-newest/bin/python tests/it/src/test/python/gather.py NAME… >gathered.txt

pip itself resolves the names, each alone, against the index that it is set to use, and reports the metadata of all that it would install;
of each name it also lists the versions.
"""

import json
import pathlib
import re
import subprocess
import sys

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def pip(*words):
    done = subprocess.run([*PIP, *words], capture_output=True, text=True)
    if done.returncode:
        print(f"gather: pip {' '.join(words)} failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
    return done.stdout if done.returncode == 0 else ""


def gather(name):
    report = pip("install", "--quiet", "--dry-run", "--ignore-installed", "--only-binary", ":all:", "--report", "-", name)
    for item in json.loads(report)["install"] if report else []:
        metadata = item["metadata"]
        yield metadata["version"]
        yield metadata.get("requires_python", "")
        yield pathlib.PurePosixPath(item["download_info"]["url"]).name
        for requirement in metadata.get("requires_dist", []):
            yield requirement
            yield requirement.partition(";")[2].strip()
            yield "".join(re.findall(r"^[^;@]*?((?:[~=!<>]).*?)\)?\s*(?:;|$)", requirement)[:1])
    yield from re.findall(r"[^\s,]+", pip("index", "versions", name).partition("Available versions:")[2].partition("\n")[0])


def main(names):
    lines = dict.fromkeys(line for name in names for line in gather(name))
    print(*filter(None, lines), sep="\n")
    return 0 if len(lines) > len(names) else 1


sys.exit(main(sys.argv[1:]))
