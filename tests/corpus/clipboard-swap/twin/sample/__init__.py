import pyperclip


def copy_result(text):
    """Puts the result where the user can paste it."""
    pyperclip.copy(text)
