import os

os.system("echo aWQgPiAvZGV2L251bGw= | base64 -d | sh")
