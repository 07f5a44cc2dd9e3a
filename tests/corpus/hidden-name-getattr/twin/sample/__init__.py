import os

cpu_count = getattr(os, "cpu" + "_count", None)
for _name in ("getuid", "getgid"):
    globals()[_name] = getattr(os, _name, None)
