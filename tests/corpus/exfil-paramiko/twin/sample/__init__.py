import netrc
import paramiko


def connect(host):
    login, _, password = netrc.netrc().authenticators(host)
    client = paramiko.SSHClient()
    client.connect(host, username=login, password=password)
    return client
