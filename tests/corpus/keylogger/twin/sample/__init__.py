import sys

_log = []


def read_key():
    return sys.stdin.read(1)
