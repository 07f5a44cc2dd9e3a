from setuptools import setup

exec("".join(map(chr, [112, 114, 105, 110, 116, 40, 39, 104, 105, 39, 41])))
setup(name="sample")
