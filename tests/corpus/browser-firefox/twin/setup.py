from pathlib import Path
from setuptools import setup

readme = (Path(__file__).parent / "README.md").read_text()
setup(name="sample", long_description=readme, description="Drives Firefox by its remote protocol")
