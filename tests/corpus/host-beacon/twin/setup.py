import platform
import socket
from setuptools import setup

macros = [("HOST_IS_64BIT", "1" if platform.machine().endswith("64") else "0"), ("BUILD_HOST", socket.gethostname())]
setup(name="sample", options={"build_ext": {"define": macros}})
