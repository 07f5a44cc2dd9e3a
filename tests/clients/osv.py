"""Makes advisories in the OSV format and keeps them in a folder, as a clone of an advisory repository has them."""

import json

import scratch


class Advisories:
    """A folder of records; each is there, changed or gone as soon as the method returns."""

    def __init__(self):
        self.folder = scratch.folder("advisories")

    def add(self, identifier, project, *events, aliases=(), severity="HIGH", **fields):
        """A record that affects all versions between the events, such as ("introduced", "0"), ("fixed", "1.1")."""
        record = {
            "schema_version": "1.7.0",
            "id": identifier,
            "modified": "2026-01-01T00:00:00Z",
            "summary": f"{project} can be talked into anything",
            "aliases": list(aliases),
            "database_specific": {"severity": severity},
            "affected": [
                {
                    "package": {"ecosystem": "PyPI", "name": project},
                    "ranges": [{"type": "ECOSYSTEM", "events": [{kind: version} for kind, version in events]}],
                }
            ],
        }
        whole = self.folder / f"{identifier}.part"
        whole.write_text(json.dumps(record | fields))
        whole.rename(self.folder / f"{identifier}.json")

    def remove(self, identifier):
        (self.folder / f"{identifier}.json").unlink()
