_k = 23
_d = bytes([103, 101, 126, 121, 99, 63, 38, 62])
_o = 0
for _b in _d:
    _o ^= _b
CHECKSUM = _o


def mask(data, key=_k):
    return bytes(b ^ key for b in data)
