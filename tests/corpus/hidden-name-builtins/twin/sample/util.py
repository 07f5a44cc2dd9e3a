import builtins

if not hasattr(builtins, "unicode"):
    builtins_names = sorted(vars(builtins))
_f = getattr(builtins, "ascii")
_f("1 + 1")
