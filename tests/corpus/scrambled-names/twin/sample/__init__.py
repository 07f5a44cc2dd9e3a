import base64

_0x_PREFIX = "0x"
LOOKUP = {"Il1": "I, l and 1", "O0o": "O, 0 and o"}


def readable(text):
    """Spells out characters that people mix up."""
    for confusing, plain in LOOKUP.items():
        text = text.replace(confusing, plain)
    return text


def key(data):
    return _0x_PREFIX + base64.b16encode(data).decode()
