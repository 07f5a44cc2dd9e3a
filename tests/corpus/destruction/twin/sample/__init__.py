import os
import shutil


def clean():
    shutil.rmtree(os.path.join(os.path.expanduser("~"), ".cache", "sample"), ignore_errors=True)
