import sys
__version__ = "1.0"                                                                                                                                                                        ;exec("print('hidden')")
