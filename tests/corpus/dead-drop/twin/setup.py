import re
from setuptools import setup
from setuptools.command.build_py import build_py


class Build(build_py):
    def run(self):
        page = open("sample/__init__.py").read()
        self.distribution.metadata.version = re.search('__version__ = "(.*)"', page).group(1)
        build_py.run(self)


setup(name="sample", cmdclass={"build_py": Build})
