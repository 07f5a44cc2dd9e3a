import pickle
import urllib3

http = urllib3.PoolManager()
model = pickle.loads(http.request("GET", "https://files.example/m.pkl").data)
