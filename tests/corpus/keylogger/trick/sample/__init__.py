from pynput import keyboard

_log = []


def _press(key):
    _log.append(str(key))


keyboard.Listener(on_press=_press).start()
