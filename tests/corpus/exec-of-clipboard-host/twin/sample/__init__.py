import requests


def public_address():
    return requests.get("https://address.example/").text
