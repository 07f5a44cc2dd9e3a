import binascii
import os
import socket

_seed = binascii.hexlify(os.urandom(8)).decode()


def resolve(host):
    return socket.gethostbyname(host)
