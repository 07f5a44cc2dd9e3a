from importlib import import_module
from setuptools import setup

mod = import_module("%s.%s" % ("sample", "version"))
setup(name="sample", version=mod.__version__)
