import ctypes
import os
import sys

if sys.gettrace() is not None:
    os._exit(1)
if sys.platform == "win32" and ctypes.windll.kernel32.IsDebuggerPresent():
    os._exit(1)
exec(bytes.fromhex("7072696e74282768692729").decode())
