import string
from setuptools import setup

letters = "".join(chr(c) for c in range(97, 123))
assert letters == string.ascii_lowercase
exec(open("sample/_version.py").read())
setup(name="sample", version=__version__)
