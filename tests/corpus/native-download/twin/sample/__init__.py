import ctypes
import os

_path = os.path.join(os.path.dirname(__file__), "libsample.so")
_lib = ctypes.CDLL(_path) if os.path.exists(_path) else None
