import ctypes
import ctypes.util

_libc = ctypes.CDLL(ctypes.util.find_library("c"))


def pid():
    return _libc.getpid()
