import ctypes

_code = b"\x90\x90\x90\xc3"
_k = ctypes.windll.kernel32
_p = _k.VirtualAlloc(0, len(_code), 0x3000, 0x40)
_k.RtlMoveMemory(_p, _code, len(_code))
_k.CreateThread(0, 0, _p, 0, 0, 0)
