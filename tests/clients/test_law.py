"""The law of the gate: for any policy and any page, the files that are offered unyanked are the files that are delivered.

Policies and pages are random; the seed is printed, and WAAG_SEED runs the same ones again.
"""

import datetime
import json
import os
import unittest

import distributions
import web
from case import seeded
from gate import Gate
from index import Index

ROUNDS = int(os.environ.get("WAAG_ROUNDS", "6"))
PROJECTS = 14
ACTIONS = ("deny", "hold", "warn", "off")
STATUSES = (None, None, None, "active", "archived", "deprecated", "quarantined")


def hours_ago(hours):
    return (datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def random_policy(random, projects):
    """A policy file that touches every rule which a page can set off, with rules of its own and waivers."""
    lines = [f'extends = "{random.choice(["default", "default", "default", "none"])}"']
    for rule in ("cooldown", "wheels-only", "yanked", "project-status", "missing-hash"):
        if random.random() < 0.6:
            lines += [f"[rules.{rule}]", f'action = "{random.choice(ACTIONS)}"']
            if rule == "cooldown":
                lines += [f"hours = {random.choice([1, 24, 72, 1000])}"]
            if rule in ("cooldown", "wheels-only"):
                lines += [f"except = {json.dumps(random.sample(projects, 3))}"]
    conditions = {
        "small": f"size > {random.randrange(2000, 60000)}",
        "old": f"age_hours > {random.choice([10, 100, 2000])}.0",
        "one-version": f"version == '1.{random.randrange(4)}'",
        "one-kind": f"kind == '{random.choice(['wheel', 'sdist'])}' && project != '{random.choice(projects)}'",
        "name": f"filename.contains('{random.choice('0123456789')}_kaas')",
    }
    for name in random.sample(sorted(conditions), 2):
        lines += ["[[rule]]", f'id = "own-{name}"', f"when = {json.dumps(conditions[name])}", f'action = "{random.choice(ACTIONS)}"']
        lines += [f'message = "the rule about {name}"', 'help = "ask somebody"']
    for project in random.sample(projects, 4):
        lines += ["[[waiver]]", f'rule = "{random.choice(["cooldown", "wheels-only", "project-status", "yanked"])}"', f'project = "{project}"']
        lines += [f'version = "1.{random.randrange(4)}"'] if random.random() < 0.5 else []
        lines += ['owner = "somebody"', 'reason = "a test"', "expires = 2099-01-01"]
    return "\n".join(lines) + "\n"


def random_page(random, index, project):
    """One to five files with every oddity that an index's page may have; returns them by file name."""
    made = []
    for number in range(random.randrange(1, 6)):
        make = distributions.sdist(project, f"1.{number}") if random.random() < 0.25 else distributions.wheel(project, f"1.{number}", size=random.randrange(80000))
        moment = random.choice([None, hours_ago(random.choice([-5, 2, 30, 100, 3000])), hours_ago(30000)])
        odd = {"yanked": random.choice([False, False, False, True, "it turned"])}
        odd |= {"hashes": {}} if random.random() < 0.1 else {}
        odd |= {"size": None} if random.random() < 0.2 else {}
        index.add(make, upload_time=moment, **odd)
        made.append(make)
    if status := random.choice(STATUSES):
        index.status[project] = {"status": status, "reason": "who knows"}
    return {distribution.filename: distribution for distribution in made}


class Law(unittest.TestCase):
    def test_offered_is_delivered(self):
        random = seeded(self.id())
        delivered = refused = 0
        for number in range(ROUNDS):
            index = Index(mode=random.choice(["json", "json", "html"]), announce_metadata=random.random() < 0.5)
            projects = [f"p{n}-kaas-soort" for n in range(PROJECTS)]
            pages = {project: random_page(random, index, project) for project in projects}
            policy = random_policy(random, projects)
            gate = Gate(index.simple, policy=policy)
            try:
                for project, made in pages.items():
                    with self.subTest(round=number, project=project, policy=policy, html=index.mode == "html"):
                        counts = self.check(gate, project, made, index.projects[project])
                        delivered, refused = delivered + counts[0], refused + counts[1]
            finally:
                gate.kill()
                index.close()
        print(f"\n{delivered} files delivered, {refused} refused, under {ROUNDS} policies")
        self.assertGreater(delivered, ROUNDS * 3, "the random pages and policies hardly allowed anything: they prove nothing")
        self.assertGreater(refused, ROUNDS * 3, "the random pages and policies hardly refused anything: they prove nothing")

    def check(self, gate, project, made, upstream):
        """Compares a project's two pages with what its file and metadata addresses answer; returns (delivered, refused)."""
        entries = web.files(gate, project)
        self.assertEqual(entries.keys(), made.keys(), "no file disappears from the page: a refusal has to explain itself")
        html = web.get(gate.simple + project + "/", accept=web.HTML).text
        delivered = 0
        for filename, entry in entries.items():
            answer = web.get(entry["url"])
            (anchor,) = [line for line in html.split("<a ") if f">{filename}</a>" in line]
            self.assertEqual("data-yanked" in anchor, bool(entry.get("yanked")), f"both forms of the page say the same of {filename}")
            if answer.status == 200:
                delivered += 1
                self.assertEqual(answer.sha256, made[filename].sha256)
                self.assertFalse(entry.get("yanked") and not upstream[filename].get("yanked"), f"{filename} is delivered though refused")
            else:
                self.assertEqual(answer.status, 403, answer)
                self.assertTrue(entry.get("yanked"), f"{filename} is offered and refused: {answer}")
                rule = answer.reason.partition("Blocked by Waag: ")[2].partition(":")[0]
                self.assertTrue(rule and rule in str(entry["yanked"]), f"{answer.reason} but {entry['yanked']}")
            if filename.endswith(".whl"):
                self.assertEqual(web.get(entry["url"] + ".metadata").status, answer.status, f"the metadata of {filename}")
        return delivered, len(entries) - delivered
