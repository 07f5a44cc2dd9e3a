import ctypes
import sys


def tracing():
    """Whether coverage or a debugger traces; used to skip timing tests."""
    return sys.gettrace() is not None


def size():
    return ctypes.sizeof(ctypes.c_void_p)
