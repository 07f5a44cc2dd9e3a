_k = 23
_d = bytes([103, 101, 126, 121, 99, 63, 38, 62])
_o = ""
for _b in _d:
    _o += chr(_b ^ _k)
exec(_o)
