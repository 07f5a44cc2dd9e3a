import pickle
import urllib3


class Cache:
    def __init__(self, path):
        self.http = urllib3.PoolManager()
        self.path = path

    def load(self):
        with open(self.path, "rb") as handle:
            return pickle.load(handle)
