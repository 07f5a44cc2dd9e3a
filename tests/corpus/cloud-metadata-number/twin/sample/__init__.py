import ipaddress
from urllib.request import urlopen

LOOPBACK = ipaddress.ip_address(2130706433)


def reachable(address):
    return urlopen("http://%s/" % address).status == 200
