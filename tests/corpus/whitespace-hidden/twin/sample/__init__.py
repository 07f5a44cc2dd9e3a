import sys
__version__ = "1.0"                                                                                                                                                                        # the version
_TABLE = {
    "a":                                                                                                                     1,
}
