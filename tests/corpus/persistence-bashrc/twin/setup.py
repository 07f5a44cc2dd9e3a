import os
from setuptools import setup

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "README.rst")) as f:
    long_description = f.read()
setup(name="sample", long_description=long_description, data_files=[("etc/bash_completion.d", ["sample.bashrc.txt"])])
