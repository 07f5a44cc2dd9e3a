# Prints what pip on this machine is set to use, as pip's own modules read it: name NUL value NUL, for each value that is set.
import sys

sys.path[:] = [p for p in sys.path if p]  # a folder named pip where we are started is not pip
try:
    from pip._internal.configuration import Configuration
    from pip._internal.models.index import PyPI
except ImportError:
    sys.exit(3)

configuration = Configuration(isolated=False)
try:
    configuration.load()
except Exception as e:
    sys.stderr.write(str(e))
    sys.exit(4)

# Newer pips group the keys by file. Empty values do not count (pip._internal.cli.parser).
found = {}
for key, value in configuration.items():
    for k, v in (value if isinstance(value, dict) else {key: value}).items():
        if v:
            found[k] = v


def setting(*names):
    # The order in which "pip install" reads them; what is set for "pip download" alone is better than nothing.
    for section in (":env:", "install", "global", "download"):
        for name in names:
            if section + "." + name in found:
                return found[section + "." + name]
    return ""


values = {
    "index-url": setting("index-url", "pypi-url") or PyPI.simple_url,
    "extra-index-url": setting("extra-index-url"),
    "cert": setting("cert"),
    "proxy": setting("proxy"),
    "client-cert": setting("client-cert"),
    "trusted-host": setting("trusted-host"),
}
sys.stdout.buffer.write("".join(k + "\0" + v + "\0" for k, v in values.items() if v).encode("utf-8"))
