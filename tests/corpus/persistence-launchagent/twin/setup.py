import os
import plistlib
from setuptools import setup

with open(os.path.join("packaging", "Info.plist"), "rb") as f:
    info = plistlib.load(f)
setup(name="sample", version=info["CFBundleVersion"])
