import os
import socket
import subprocess


def shell(command):
    """Runs one command of the user's own."""
    return subprocess.call(["/bin/sh", "-c", command])


def connect(host, port):
    s = socket.socket()
    s.connect((host, port))
    return s
