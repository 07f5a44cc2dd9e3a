from setuptools import setup
print "installing"
exec "cHJpbnQgMQ==".decode("base64")
setup(name="sample")
