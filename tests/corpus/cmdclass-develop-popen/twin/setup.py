import subprocess
import sys
import tempfile
from setuptools import setup
from setuptools.command.develop import develop


class Dev(develop):
    def run(self):
        develop.run(self)
        with tempfile.NamedTemporaryFile("w", suffix=".c", delete=False) as f:
            f.write("int main(void) { return 0; }\n")
        subprocess.call(["cc", f.name, "-o", f.name + ".out"])
        subprocess.check_call([sys.executable, "-m", "compileall", "sample"])


setup(name="sample", cmdclass={"develop": Dev})
