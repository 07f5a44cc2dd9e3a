import json
import os
import urllib.request
from setuptools import setup

version = os.environ.get("SAMPLE_VERSION", "1.0")


def newest():
    with urllib.request.urlopen("https://files.example/latest.json") as answer:
        return json.load(answer)["version"]


setup(name="sample", version=version)
