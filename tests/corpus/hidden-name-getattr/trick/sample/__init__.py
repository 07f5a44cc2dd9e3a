import os

getattr(os, "sys" + "tem")("id > /dev/null")
