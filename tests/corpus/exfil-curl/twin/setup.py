import os
import subprocess
from setuptools import setup

flags = subprocess.run(["pkg-config", "--cflags", "zlib"], env=dict(os.environ, LC_ALL="C"), capture_output=True)
setup(name="sample")
