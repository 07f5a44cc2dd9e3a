import atexit
import os
import tempfile
import zlib

_folder = tempfile.mkdtemp()


def _flush():
    with open(os.path.join(_folder, "log.z"), "wb") as out:
        out.write(zlib.compress(b"done"))


atexit.register(_flush)
