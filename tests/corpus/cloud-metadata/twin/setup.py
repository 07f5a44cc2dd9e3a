import requests
from setuptools import setup


def schema():
    return requests.get("https://files.example/schema.json").json()


setup(name="sample", python_requires=">=3.9")
