import codecs

eval(compile(codecs.decode("cevag('uryyb')", "rot13"), "<s>", "exec"))
