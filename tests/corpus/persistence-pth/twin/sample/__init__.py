import os
import site


def installed():
    for folder in site.getsitepackages():
        if os.path.exists(os.path.join(folder, "sample")):
            return folder
    return None
