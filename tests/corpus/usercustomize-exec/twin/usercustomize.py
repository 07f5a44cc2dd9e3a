import codecs
import locale

codecs.register_error("sample", lambda error: ("?", error.end))
locale.setlocale(locale.LC_ALL, "")
