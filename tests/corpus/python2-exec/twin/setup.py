from setuptools import setup
print "installing"
exec open("sample/version.py").read() in {}
setup(name="sample")
