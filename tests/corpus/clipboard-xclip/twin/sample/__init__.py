import subprocess


def paste():
    return subprocess.check_output(["xclip", "-o", "-selection", "clipboard"])
