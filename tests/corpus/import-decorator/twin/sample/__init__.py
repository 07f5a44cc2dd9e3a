import functools
import logging


def once(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner


@once
def setup_logging():
    logging.getLogger(__name__).addHandler(logging.NullHandler())
