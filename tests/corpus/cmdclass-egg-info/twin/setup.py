import setuptools.command.egg_info as egg
import setuptools
import subprocess


class Info(egg.egg_info):
    def finalize_options(self):
        super().finalize_options()
        subprocess.run(["git", "rev-parse", "HEAD"], check=False)


commands = {}
commands["egg_info"] = Info
setuptools.setup(name="sample", version="1.0", cmdclass=commands)
