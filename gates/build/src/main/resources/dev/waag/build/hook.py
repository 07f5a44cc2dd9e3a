"""Calls one hook of a build backend (PEP 517) in the folder of the source. argv[1]: JSON with backend, path, hook, out, result; the answer goes to the file `result`."""
import importlib
import json
import os
import sys

job = json.loads(sys.argv[1])
sys.path[0:1] = [os.path.abspath(p) for p in job["path"]]
module, _, attribute = job["backend"].partition(":")
backend = importlib.import_module(module)
for part in attribute.split("."):
    backend = getattr(backend, part) if part else backend
name = job["hook"]
if name.startswith("get_requires") and not hasattr(backend, name):
    answer = []  # both hooks that ask for requirements are optional (PEP 517)
elif name.startswith("get_requires"):
    answer = [str(r) for r in getattr(backend, name)(None)]
else:
    answer = getattr(backend, name)(job["out"], None) if name == "build_sdist" else getattr(backend, name)(job["out"], None, None)
sys.stdout.flush()
sys.stderr.flush()
with open(job["result"], "w", encoding="utf-8") as f:
    json.dump({"answer": answer}, f)
