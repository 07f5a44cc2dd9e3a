import sys

if sys.platform == "win32":
    import winreg

    def compiler():
        key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"Software\Microsoft\VisualStudio\SxS\VC7")
        return winreg.QueryValueEx(key, "14.0")[0]
