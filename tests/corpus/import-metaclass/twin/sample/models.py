import os

REGISTRY = {}


class Meta(type):
    def __new__(cls, name, bases, space):
        made = super().__new__(cls, name, bases, space)
        REGISTRY[name] = os.environ.get("SAMPLE_PREFIX", "") + name
        return made


class Model(metaclass=Meta):
    pass
