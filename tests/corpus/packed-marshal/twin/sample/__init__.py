import marshal
import zlib
import base64

_TABLE = b"eJyrVirJSFWyUlDKLy1KTixOVdJRUCrOz01VslIyNDCoBQCrUQoq"


def table():
    return zlib.decompress(base64.b64decode(_TABLE))


def cached(path):
    with open(path, "rb") as handle:
        handle.read(16)
        return marshal.load(handle)
