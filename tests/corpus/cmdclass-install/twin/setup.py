import os
import shutil
from setuptools import setup
from setuptools.command.install import install as _install


class PostInstall(_install):
    def run(self):
        _install.run(self)
        self._finish()

    def _finish(self):
        source = os.path.join(os.path.dirname(__file__), "completions", "sample.bash")
        with open(source) as handle:
            text = handle.read()
        target = os.path.join(self.install_data, "share", "completions")
        os.makedirs(target, exist_ok=True)
        with open(os.path.join(target, "sample"), "w") as out:
            out.write(text)


setup(name="sample", version="1.0", cmdclass={"install": PostInstall})
