_f = getattr(__builtins__, "".join(reversed("lave")))
_g = globals()["__bui" + "ltins__"]
_f("1 + 1")
