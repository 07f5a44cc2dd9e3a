package dev.waag.code;

import java.util.ArrayList;
import java.util.List;

/** The words without which a source can do nothing that is worth a finding; a source with none of them is not parsed. */
final class Triggers {
    private static final List<String> LIST = List.of(
            "=exec",
            "=eval",
            "=execfile",
            "=__import__",
            "=import_module",
            "__builtins__",
            "=builtins",
            "=__builtin__",
            "globals()[",
            "locals()[",
            "sys.modules[",
            "__subclasses__",
            "__getattribute__",
            "__dict__[",
            "__globals__",
            "=marshal",
            "=pickle",
            "=cPickle",
            "=dill",
            "=cloudpickle",
            "=ctypes",
            "=cffi",
            "=subprocess",
            "=popen",
            "Popen",
            "=pty",
            "=execv",
            "=execve",
            "=execvp",
            "=execl",
            "=startfile",
            "=spawnl",
            "=spawnv",
            "=pexpect",
            "ShellExecute",
            "WinExec",
            "create_subprocess",
            "=socket",
            "=urllib2",
            "=urllib3",
            "=requests",
            "=httpx",
            "=aiohttp",
            "HTTPConnection",
            "HTTPSConnection",
            "=ftplib",
            "=smtplib",
            "=telnetlib",
            "=paramiko",
            "=websocket",
            "=websockets",
            "=pycurl",
            "=xmlrpc",
            "=xmlrpclib",
            "open_connection",
            "=treq",
            "=wget",
            "=mechanize",
            "=cloudscraper",
            "discord_webhook",
            "=telegram",
            "=imaplib",
            "=niquests",
            "=curl_cffi",
            "tls_client",
            "ServerProxy",
            "expanduser",
            "expandvars",
            "Path.home",
            "=winreg",
            "=_winreg",
            "=crontab",
            "systemd",
            "LaunchAgents",
            "LaunchDaemons",
            "=pyperclip",
            "win32clipboard",
            "clipboard",
            "ImageGrab",
            "=pynput",
            "=pyautogui",
            "=mss",
            "pyHook",
            "gettrace",
            "=settrace",
            "=getprofile",
            "ptrace",
            "IsDebuggerPresent",
            "TracerPid",
            "169.254.",
            "metadata.google",
            "100.100.100.200",
            "fd00:ec2",
            "2852039166",
            "0xA9FEA9FE",
            "0xa9fea9fe",
            "site-packages",
            "getsitepackages",
            "sitecustomize",
            "usercustomize",
            ".pth\"",
            ".pth'",
            "Login Data",
            "cookies.sqlite",
            "logins.json",
            ".ssh",
            ".aws",
            "netrc",
            ".pypirc",
            ".npmrc",
            "git-credentials",
            ".kube",
            "keyring",
            "wallet",
            "win32crypt",
            "browser_cookie3",
            "browsercookie",
            "rookiepy",
            "/etc/",
            "rmtree",
            "=cmdclass",
            "curl ",
            "wget ",
            "powershell",
            "/dev/tcp",
            "__class__.__",
            "xclip",
            "xsel",
            "pbpaste",
            "=mmap",
            "=memfd_create",
            "CronTab",
            "attrgetter",
            "methodcaller",
            "InteractiveInterpreter",
            "InteractiveConsole",
            "import posix",
            "import nt",
            "import commands",
            "commands.get",
            ".spawn",
            "import spawn",
            "import dns",
            "from dns",
            "dns.resolver",
            "urllib.request",
            "urlopen",
            "urlretrieve",
            "build_opener",
            "URLopener",
            "import request",
            "import urllib\n",
            "os.system",
            "import system",
            "vars(",
            ".system(",
            "FunctionType",
            "CodeType",
            "=tempfile",
            "six.moves",
            "getattr(");

    private static final Words WORDS = new Words(LIST);
    private static final int GETATTR = LIST.indexOf("getattr(");
    private static final int VARS = LIST.indexOf("vars(");
    private static final int SYSTEM = LIST.indexOf(".system(");

    private Triggers() {}

    static boolean worthParsing(byte[] source) {
        boolean[] found = new boolean[1];
        search(source, source.length, (word, end) -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    /** The ends of the words that are found, ascending. */
    static List<Integer> hits(byte[] source) {
        List<Integer> hits = new ArrayList<>();
        search(source, source.length, (word, end) -> {
            hits.add(end);
            return true;
        });
        return hits;
    }

    static void search(byte[] source, int to, Words.Hit hit) {
        WORDS.search(source, to, (word, end) -> isHarmless(source, word, end) || hit.at(word, end));
    }

    /** Three words mean something only with what stands beside them. */
    private static boolean isHarmless(byte[] source, int word, int end) {
        if (word == GETATTR) {
            return !isMade(source, end);
        }
        if (word == VARS) {
            int close = end;
            while (close < source.length && close - end < 80 && source[close] != ')' && source[close] != '\n') {
                close++;
            }
            return close + 1 >= source.length || source[close] != ')' || source[close + 1] != '[';
        }
        return word == SYSTEM
                && end > 16
                && source[end - 9] == 'm'
                && source[end - 10] == 'r'
                && source[end - 11] == 'o';
    }

    /** Whether the name that {@code getattr} is given is put together: neither one name nor one literal. */
    private static boolean isMade(byte[] source, int from) {
        int depth = 0;
        int to = Math.min(source.length, from + 400);
        int i = from;
        while (i < to && !(source[i] == ',' && depth == 0) && source[i] != '\n') {
            depth += source[i] == '(' || source[i] == '[' ? 1 : source[i] == ')' || source[i] == ']' ? -1 : 0;
            if (depth < 0) {
                return false;
            }
            i++;
        }
        for (i++; i < to && source[i] != ',' && source[i] != ')' && source[i] != '\n'; i++) {
            if (source[i] == '+' || source[i] == '[' || source[i] == '(' || source[i] == '{' || source[i] == '%') {
                return true;
            }
        }
        return false;
    }
}
