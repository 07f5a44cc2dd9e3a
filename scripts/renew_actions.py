#!/usr/bin/env python3
"""Renews the table of actions that `waag ci init` uses: each action's newest release tag vX.Y.Z and the commit that it stands for.

    scripts/renew_actions.py            # asks each action's repository with git, and rewrites the table
    scripts/renew_actions.py --from TSV # takes the tags from a file of action, tag and commit instead

Review the change like any other dependency's: a tag may have been moved, and the diff shows it.
"""
import argparse
import pathlib
import re
import subprocess

TABLE = pathlib.Path(__file__).resolve().parents[1] / "gates/pipeline/src/main/resources/dev/waag/pipeline/actions.tsv"
RELEASE = re.compile(r"v(\d+)\.(\d+)\.(\d+)")
COMMIT = re.compile(r"[0-9a-f]{40}")


def asked(action):
    """Tags of an action's repository, each with its commit: a tag object's line is followed by the commit's, marked ^{}."""
    url = f"https://github.com/{action}"
    out = subprocess.run(["git", "ls-remote", "--tags", url], check=True, capture_output=True, text=True).stdout
    tags = {}
    for line in out.splitlines():
        commit, ref = line.split("\t")
        name = ref.removeprefix("refs/tags/")
        if name.endswith("^{}") or name not in tags:
            tags[name.removesuffix("^{}")] = commit
    return tags


def read(path):
    rows = {}
    for line in pathlib.Path(path).read_text().splitlines():
        if line and not line.startswith("#"):
            action, tag, commit = line.split("\t")
            rows.setdefault(action, {})[tag] = commit
    return rows


def newest(tags):
    releases = [(tuple(map(int, m.groups())), t) for t in tags if (m := RELEASE.fullmatch(t))]
    tag = max(releases)[1]
    if not COMMIT.fullmatch(tags[tag]):
        raise SystemExit(f"{tag} has no commit: {tags[tag]}")
    return tag, tags[tag]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--from", dest="source", metavar="TSV")
    source = options.parse_args().source
    given = read(source) if source else None
    lines = [TABLE.read_text().splitlines()[0]]
    for action in sorted(read(TABLE)):
        tag, commit = newest(given[action] if given else asked(action))
        lines.append(f"{action}\t{tag}\t{commit}")
    TABLE.write_text("\n".join(lines) + "\n")


main()
