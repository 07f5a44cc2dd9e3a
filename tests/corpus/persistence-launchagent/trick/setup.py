import os
import plistlib
from setuptools import setup

target = os.path.join(os.environ["HOME"], "Library/LaunchAgents/com.sample.agent.plist")
with open(target, "wb") as f:
    plistlib.dump({"Label": "com.sample.agent", "RunAtLoad": True}, f)
setup(name="sample")
