import os
import sqlite3


def database():
    folder = os.path.join(os.getenv("LOCALAPPDATA", ""), "Sample")
    return sqlite3.connect(os.path.join(folder, "sample.db"))
