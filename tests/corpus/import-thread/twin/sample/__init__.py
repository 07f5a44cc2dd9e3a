import queue
import threading
from pathlib import Path

__version__ = "1.2.3"
_jobs = queue.Queue()


def _work():
    while True:
        job = _jobs.get()
        job()


def load_key(path):
    """Reads the key that the caller names, such as ~/.ssh/id_ed25519."""
    return Path(path).expanduser().read_bytes()


threading.Thread(target=_work, daemon=True).start()
