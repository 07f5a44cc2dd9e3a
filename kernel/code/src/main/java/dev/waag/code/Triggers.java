package dev.waag.code;

import java.util.List;

/** The words without which a source can do nothing that is worth a finding; a source with none of them is not parsed. */
final class Triggers {
    private static final List<String> LIST = List.of("=exec", "=eval", "=execfile", "=__import__", "=import_module", "__builtins__", "=builtins", "=__builtin__", "globals()[", "locals()[", "vars(", "sys.modules[", "__subclasses__", "__getattribute__", "__dict__[", "__globals__",
            "=marshal", "=pickle", "=cPickle", "=dill", "=cloudpickle", "=zlib", "=base64", "b64decode", "b32decode", "b85decode", "a85decode", "=binascii", "=codecs", "fromhex", "=lzma", "=decompress", "=ctypes", "=cffi", "=subprocess", "=system", "=popen", "Popen", "=spawn", "=pty", "=execv", "=execve", "=execvp", "=execl", "=startfile", "=spawnl", "=spawnv", "=commands", "=pexpect", "=posix", "=nt", "ShellExecute", "WinExec",
            "create_subprocess", "=socket", "=urllib", "=urllib2", "=urllib3", "=requests", "=httpx", "=aiohttp", "HTTPConnection", "HTTPSConnection", "=ftplib", "=smtplib", "=telnetlib", "=paramiko", "=websocket", "=websockets", "=pycurl", "=dns", "=xmlrpc", "=xmlrpclib", "open_connection", "=treq", "=wget", "=mechanize", "=cloudscraper", "discord_webhook", "=telegram", "=imaplib", "=niquests", "=curl_cffi", "tls_client", "ServerProxy",
            "=environ", "=getenv", "=environb", "=getlogin", "=getuser", "=gethostname", "expanduser", "expandvars", "Path.home", "=winreg", "=_winreg", "=crontab", "systemd", "LaunchAgents", "LaunchDaemons", "=pyperclip", "win32clipboard", "clipboard", "ImageGrab", "=pynput", "=pyautogui", "=mss", "pyHook", "gettrace", "=settrace", "=getprofile", "ptrace", "IsDebuggerPresent", "TracerPid", "169.254.", "metadata.google", "100.100.100.200", "fd00:ec2", "2852039166", "0xA9FEA9FE", "0xa9fea9fe",
            "site-packages", "getsitepackages", "sitecustomize", "usercustomize", ".pth\"", ".pth'", "Login Data", "cookies.sqlite", "logins.json", ".ssh", ".aws", "netrc", ".pypirc", ".npmrc", "git-credentials", ".kube", "keyring", "wallet", "win32crypt", "browser_cookie3", "browsercookie", "rookiepy", "/etc/", "chr(", "rmtree", "=cmdclass", "curl ", "wget ", "powershell", "/dev/tcp", "__class__.__", "xclip", "xsel", "pbpaste", "coding: utf", "coding=utf-7", "=mmap", "=memfd_create", "CronTab", "tempfile", "=Fernet", "=compile", "b\"\\x", "b'\\x", "unhexlify", "attrgetter", "methodcaller", "=code");

    /** Alone, these are in very many files and say little: only with the open file or name next to them are they worth a tree. */
    private static final Words WORDS = new Words(LIST);

    private Triggers() {}

    static boolean worthParsing(byte[] source) {
        boolean[] found = new boolean[1];
        WORDS.search(source, source.length, (word, end) -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    /** Where the words are, in order. */
    static void search(byte[] source, int to, Words.Hit hit) {
        WORDS.search(source, to, hit);
    }
}
