import os
import sys

if os.environ.get("SAMPLE_DEBUG"):
    sys.dont_write_bytecode = True
sys.path.append(os.path.join(os.path.dirname(__file__), "plugins"))
