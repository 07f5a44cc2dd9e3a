from setuptools import build_meta as _orig
from setuptools.build_meta import *
import pathlib


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    _prepare()
    return _orig.build_wheel(wheel_directory, config_settings, metadata_directory)


def _prepare():
    scope = {}
    exec(pathlib.Path("sample/version.py").read_text(), scope)
    pathlib.Path("sample/generated.py").write_text("VERSION = %r\n" % scope["__version__"])
