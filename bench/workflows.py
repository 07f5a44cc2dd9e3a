"""`waag ci lint` beside zizmor on zizmor's own published test workflows, file by file: for each audit that both have, which files each reports."""

import json
import os
import re
import subprocess

import fixture  # noqa: I001  it makes tests/clients importable
import clients
import real
import report
import scratch

ZIZMOR = "1.32.0"
# zizmor's audits, and the rule of Waag's that says the same
AUDITS = {
    "unpinned-uses": "unpinned-action",
    "unpinned-images": "unpinned-action",
    "excessive-permissions": "excessive-permissions",
    "template-injection": "template-injection",
    "dangerous-triggers": "dangerous-trigger",
    "cache-poisoning": "cache-poisoning",
    "use-trusted-publishing": "long-lived-token",
    "secrets-inherit": "secret-in-environment",
    "overprovisioned-secrets": "secret-in-environment",
    "hardcoded-container-credentials": "secret-in-environment",
}


def corpus():
    """Its test workflows, each under a name of its own, as one project's."""
    top = real.unpacked(real.release_file(f"zizmor=={ZIZMOR}", ".tar.gz"), 1_500_000_000)
    folder = scratch.folder("workflows")
    into = folder / ".github" / "workflows"
    into.mkdir(parents=True)
    data = top / "crates" / "zizmor" / "tests" / "integration" / "test-data"
    for path in sorted(data.rglob("*.y*ml")):
        text = path.read_text(errors="replace")
        if re.search(r"(?m)^jobs:", text) and re.search(r"""(?m)^["']?on["']?:""", text):
            (into / re.sub(r"[^A-Za-z0-9.]+", "-", str(path.relative_to(data)))).write_text(text)
    return folder


def theirs(folder):
    """(file, audit) pairs, and the files that it read."""
    pairs, read = set(), set()
    for path in sorted((folder / ".github" / "workflows").iterdir()):
        done = subprocess.run([clients.tool("zizmor"), "--offline", "--no-progress", "--format", "json", path], capture_output=True, text=True, env=scratch.environment())
        if done.returncode not in (0, 11, 12, 13, 14):
            continue  # it does not take it for a workflow
        read.add(path.name)
        pairs |= {(path.name, finding["ident"]) for finding in json.loads(done.stdout) if not finding.get("ignored")}
    return pairs, read


def ours(folder):
    program = os.environ.get("WAAG_PROGRAM", str(fixture.ROOT / "waag"))
    done = subprocess.run([program, "ci", "lint", folder, "--format", "json"], capture_output=True, text=True, env=scratch.environment())
    return {(finding["file"].rsplit("/")[-1], finding["rule"]) for finding in json.loads(done.stdout)["findings"]}


def run():
    if not real.reachable():
        raise RuntimeError("the index that pip is set to use does not answer: zizmor's cases cannot be had")
    folder = corpus()
    (found, read), mine = theirs(folder), ours(folder)
    rows, missed_all, total = [], [], 0
    for audit, rule in AUDITS.items():
        want = {name for name, ident in found if ident == audit}
        if not want:
            continue
        hit = {name for name in want if (name, rule) in mine}
        missed = sorted(want - hit)
        missed_all += [f"{name} ({audit})" for name in missed]
        total += len(want)
        rows.append([audit, rule, str(len(want)), str(len(hit))])
    rows.append(["all", "", str(total), str(total - len(missed_all))])
    compared = set(AUDITS.values())
    more = sorted((name, rule) for name, rule in mine if name in read and rule in compared and not any((name, a) in found for a, r in AUDITS.items() if r == rule))
    text = report.table([f"zizmor {ZIZMOR}'s audit", "our rule", "files that it reports", "of these we report"], rows)
    text += f"\n{len(read)} workflows of its own tests, its regular persona. Recall {report.number((total - len(missed_all)) / total)}."
    text += "".join(f" Missed: {each}." for each in missed_all)
    by_rule = {rule: sum(1 for _, r in more if r == rule) for rule in sorted({r for _, r in more})}
    text += " Files that only we report: " + (", ".join(f"{rule} {count}" for rule, count in by_rule.items()) or "none") + ".\n"
    for name, rule in more:
        print(f"only ours: {name} {rule}", flush=True)
    return text
