import base64
import os
import subprocess
from setuptools import setup

# The build number goes into the version, as short text.
number = os.environ.get("BUILD_NUMBER", "0")
local = base64.b32encode(number.encode()).decode().lower().rstrip("=")
environment = os.environ.copy()
environment["LC_ALL"] = "C"
try:
    revision = subprocess.check_output(["git", "describe", "--tags"], env=environment).decode().strip()
except OSError:
    revision = "1.0"
setup(name="sample", version=revision + "+" + local)
