import subprocess
import sys
from setuptools import setup

subprocess.check_call([sys.executable, "-c", "import sysconfig; print(sysconfig.get_config_var('CC'))"])
setup(name="sample")
