"""The line of docs/keys.md for cosign, run by cosign itself, whose build takes longer than all other tests of keys."""

import re

from clients import tool
from gate import ROOT
from test_keys import Case, shell


class Cosign(Case):
    def test_the_recipe_of_the_documentation(self):
        recipe = re.search(r"^cosign (verify-blob-attestation .*)$", (ROOT / "docs" / "keys.md").read_text(), re.M).group(1)
        for algorithm in ("ed25519", "ecdsa-p256"):
            with self.subTest(algorithm):
                key = "cosign-" + algorithm
                self.keys("keys", "generate", key, "--algorithm", algorithm)
                folder, file = self.signed(key)
                (folder / "key.pem").write_text(self.keys("keys", "export", key))
                script = f"export HOME=. TUF_ROOT=./tuf; '{tool('cosign')}' {recipe.replace('FILE', file.name)}"
                done = shell(script, folder)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                file.write_bytes(b"another")
                refused = shell(script, folder)
                self.assertNotEqual(refused.returncode, 0)
                self.assertIn("no matching subject digest", refused.stderr)
