LETTERS = "𝐚𝐛𝐜"


def bold(text):
    """Gives 𝐛𝐨𝐥𝐝 letters."""
    return "".join(chr(0x1D41A + ord(c) - 97) for c in text)
