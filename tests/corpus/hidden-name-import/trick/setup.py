from importlib import import_module
from setuptools import setup

mod = import_module("%s%s" % ("sub", "process"))
mod.run(["id"])
setup(name="sample")
