package dev.waag.code;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Full names of functions, each brought to the one name that the tables use. */
final class Names {
    /** Longest first where one begins another. */
    private static final List<Map.Entry<String, String>> PREFIXES = List.of(
            Map.entry("six.moves.urllib.", "urllib."),
            Map.entry("six.moves.", ""),
            Map.entry("pip._vendor.", ""),
            Map.entry("botocore.vendored.", ""),
            Map.entry("future.moves.", ""),
            Map.entry("posix.", "os."),
            Map.entry("nt.", "os."),
            Map.entry("__builtin__.", ""),
            Map.entry("builtins.", ""),
            Map.entry("__builtins__.", ""),
            Map.entry("io.open", "open"),
            Map.entry("codecs.open", "open"),
            Map.entry("_io.open", "open"),
            Map.entry("urllib2.", "urllib.request."),
            Map.entry("urllib.urlopen", "urllib.request.urlopen"),
            Map.entry("urllib.urlretrieve", "urllib.request.urlretrieve"),
            Map.entry("urllib.urlencode", "urllib.parse.urlencode"),
            Map.entry("httplib.", "http.client."),
            Map.entry("_winreg.", "winreg."),
            Map.entry("thread.", "_thread."),
            Map.entry("cPickle.", "pickle."),
            Map.entry("_pickle.", "pickle."),
            Map.entry("_socket.", "socket."),
            Map.entry("_ctypes.", "ctypes."),
            Map.entry("requests.api.", "requests."),
            Map.entry("requests.sessions.", "requests."),
            Map.entry("importlib.__import__", "__import__"),
            Map.entry("xmlrpclib.", "xmlrpc.client."),
            Map.entry("pathlib2.", "pathlib."),
            Map.entry("os.path.os.", "os."));

    /** A module reached through another that imports it: {@code shutil.os.system}. */
    private static final Pattern THROUGH =
            Pattern.compile("(?:[a-z_]\\w*\\.)+(os|sys|subprocess|socket|builtins|base64|ctypes|marshal|zlib)\\.(.+)");

    private Names() {}

    static String normal(String name) {
        String n = name;
        for (Map.Entry<String, String> p : PREFIXES) {
            if (n.startsWith(p.getKey())) {
                n = p.getValue() + n.substring(p.getKey().length());
            }
        }
        if (n.indexOf('(') < 0 && !n.startsWith("os.path.")) {
            Matcher m = THROUGH.matcher(n);
            if (m.matches()) {
                n = normal(m.group(1) + "." + m.group(2));
            }
        }
        return n;
    }

    static final Set<String> EXECUTE = Set.of(
            "exec",
            "eval",
            "execfile",
            "os.exec",
            "timeit.timeit",
            "code.interact",
            "code.InteractiveInterpreter().runsource",
            "code.InteractiveInterpreter().runcode",
            "code.InteractiveConsole().push",
            "types.FunctionType",
            "runpy.run_path",
            "imp.load_source",
            "imp.load_module",
            "cProfile.run",
            "pdb.run",
            "importlib.util.spec_from_file_location",
            "_testcapi.run_in_subinterp",
            "bdb.Bdb().run",
            "trace.Trace().run",
            "ipython.run_cell");

    static final Set<String> DECODE = Set.of(
            "base64.b64decode",
            "base64.standard_b64decode",
            "base64.urlsafe_b64decode",
            "base64.decodebytes",
            "base64.decodestring",
            "base64.b16decode",
            "base64.b32decode",
            "base64.b85decode",
            "base64.a85decode",
            "base64.b32hexdecode",
            "binascii.unhexlify",
            "binascii.a2b_hex",
            "binascii.a2b_base64",
            "binascii.a2b_uu",
            "binascii.a2b_qp",
            "bytes.fromhex",
            "bytearray.fromhex",
            "codecs.decode",
            "zlib.decompress",
            "gzip.decompress",
            "bz2.decompress",
            "lzma.decompress",
            "marshal.loads",
            "zlib.decompressobj().decompress",
            "quopri.decodestring",
            "uu.decode",
            "codecs.getdecoder()",
            "brotli.decompress",
            "zstandard.decompress",
            "marshal.load");

    static final Set<String> ENCODE = Set.of(
            "base64.b64encode",
            "base64.standard_b64encode",
            "base64.urlsafe_b64encode",
            "base64.encodebytes",
            "base64.b32encode",
            "base64.b16encode",
            "base64.b85encode",
            "base64.a85encode",
            "binascii.hexlify",
            "binascii.b2a_hex",
            "binascii.b2a_base64",
            "codecs.encode",
            "zlib.compress",
            "gzip.compress",
            "bz2.compress",
            "lzma.compress",
            "urllib.parse.quote",
            "urllib.parse.urlencode");

    static final Set<String> UNPICKLE = Set.of(
            "pickle.loads",
            "pickle.load",
            "dill.loads",
            "dill.load",
            "cloudpickle.loads",
            "jsonpickle.decode",
            "yaml.unsafe_load",
            "shelve.open",
            "pickle.Unpickler().load",
            "joblib.load");

    private static final Pattern NETWORK = Pattern.compile(
            "requests\\.(?:(?:Session|session)\\(\\)\\.)?(?:get|post|put|patch|delete|head|options|request|send)"
                    + "|httpx\\.(?:(?:Client|AsyncClient)\\(\\)\\.)?(?:get|post|put|patch|delete|head|options|request|stream|send)"
                    + "|aiohttp\\.(?:ClientSession\\(\\)\\.(?:get|post|put|patch|delete|head|options|request|ws_connect)|request)"
                    + "|urllib\\.request\\.(?:urlopen|urlretrieve|build_opener\\(\\)\\.open|URLopener\\(\\)\\.\\w+|FancyURLopener\\(\\)\\.\\w+)"
                    + "|urllib3\\.(?:request|(?:PoolManager|HTTPConnectionPool|HTTPSConnectionPool|ProxyManager|connection_from_url)\\(\\)\\.(?:request|urlopen|request_encode_body))"
                    + "|http\\.client\\.HTTPS?Connection\\(\\)\\.(?:request|send|getresponse|putrequest|connect|endheaders)"
                    + "|ftplib\\.FTP(?:_TLS)?\\(\\)\\.\\w+|ftplib\\.FTP(?:_TLS)?|smtplib\\.SMTP(?:_SSL)?\\(\\)\\.(?:sendmail|send_message|connect|login)"
                    + "|telnetlib\\.Telnet(?:\\(\\)\\.write)?|socket\\.socket\\(\\)\\.(?:connect|connect_ex|send|sendall|sendto|sendmsg|recv|recvfrom|makefile)"
                    + "|socket\\.(?:create_connection|gethostbyname|gethostbyname_ex|getaddrinfo)|socket\\.create_connection\\(\\)\\.(?:send|sendall|recv|makefile)"
                    + "|ssl\\.[\\w.()]*wrap_socket\\(\\)\\.(?:connect|send|sendall|recv|read|write)"
                    + "|paramiko\\.(?:SSHClient\\(\\)\\.(?:connect|exec_command|open_sftp)|Transport|SFTPClient[\\w.()]*\\.(?:put|get))"
                    + "|websockets?\\.(?:\\w+\\.)*(?:connect|create_connection|WebSocketApp|WebSocket\\(\\)\\.connect)|websockets?\\.[\\w.()]*(?:connect|create_connection)\\(\\)\\.(?:send|recv)"
                    + "|pycurl\\.Curl\\(\\)\\.perform|dns\\.(?:resolver\\.(?:resolve|query|Resolver\\(\\)\\.(?:resolve|query))|query\\.\\w+)"
                    + "|xmlrpc\\.client\\.ServerProxy(?:\\(\\).*)?|asyncio\\.open_connection|asyncio\\.open_connection\\(\\).*\\.(?:write|read)"
                    + "|treq\\.\\w+|wget\\.download|mechanize\\.\\w+\\(\\)\\.open|cloudscraper\\.\\w+\\(\\)\\.\\w+|discord_webhook\\.\\w+(?:\\(\\)\\.execute)?"
                    + "|telegram\\.Bot\\(\\)\\.\\w+|imaplib\\.IMAP4(?:_SSL)?\\(\\)\\.\\w+|nntplib\\.NNTP\\(\\)\\.\\w+|pip\\._internal\\.network\\.\\w+|twisted\\.web\\.client\\.\\w+"
                    + "|curl_cffi\\.requests\\.\\w+|niquests\\.\\w+|grequests\\.\\w+|requests_html\\.HTMLSession\\(\\)\\.\\w+|tls_client\\.Session\\(\\)\\.\\w+");

    static boolean isNetwork(String name) {
        return NETWORK.matcher(name).matches();
    }

    private static final Pattern PROCESS = Pattern.compile(
            "subprocess\\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)"
                    + "|os\\.(?:system|popen[234]?|startfile|execv|execve|execvp|execvpe|execl|execle|execlp|execlpe|spawn[lv]p?e?|posix_spawnp?)"
                    + "|commands\\.(?:getoutput|getstatusoutput|getstatus)|popen2\\.\\w+|pty\\.spawn|pexpect\\.(?:spawn|run|popen_spawn\\.PopenSpawn)"
                    + "|asyncio\\.create_subprocess_(?:exec|shell)|asyncio\\.subprocess\\.create_subprocess_\\w+|distutils\\.spawn\\.spawn|platform\\.popen|sh\\.Command|_posixsubprocess\\.fork_exec|_winapi\\.CreateProcess"
                    + "|win32process\\.CreateProcess|win32api\\.(?:ShellExecute|WinExec)|win32com\\.client\\.Dispatch\\(\\)\\.(?:Run|Exec)|psutil\\.Popen|plumbum\\.\\w+|invoke\\.run|fabric\\.\\w+");

    static boolean isProcess(String name) {
        return PROCESS.matcher(name).matches();
    }

    static final Set<String> SHELL = Set.of(
            "os.system",
            "os.popen",
            "os.popen2",
            "os.popen3",
            "os.popen4",
            "subprocess.getoutput",
            "subprocess.getstatusoutput",
            "commands.getoutput",
            "commands.getstatusoutput",
            "asyncio.create_subprocess_shell",
            "platform.popen",
            "win32api.ShellExecute",
            "win32api.WinExec",
            "invoke.run",
            "pexpect.run",
            "win32com.client.Dispatch().Run");

    static final Set<String> HOST = Set.of(
            "socket.gethostname",
            "socket.getfqdn",
            "getpass.getuser",
            "os.getlogin",
            "platform.node",
            "uuid.getnode",
            "os.uname",
            "platform.uname",
            "psutil.net_if_addrs",
            "netifaces.interfaces",
            "netifaces.ifaddresses",
            "pwd.getpwuid",
            "os.getuid",
            "platform.platform",
            "psutil.users",
            "socket.gethostbyname_ex",
            "pwd.getpwall",
            "win32api.GetUserName",
            "win32api.GetComputerName");

    static final Set<String> CLIPBOARD = Set.of(
            "pyperclip.paste",
            "pyperclip.copy",
            "pyperclip.waitForNewPaste",
            "win32clipboard.GetClipboardData",
            "win32clipboard.OpenClipboard",
            "win32clipboard.SetClipboardData",
            "clipboard.paste",
            "clipboard.copy",
            "tkinter.Tk().clipboard_get",
            "Tkinter.Tk().clipboard_get",
            "ImageGrab.grabclipboard",
            "PIL.ImageGrab.grabclipboard",
            "xerox.paste",
            "klembord.get_text",
            "pandas.read_clipboard",
            "AppKit.NSPasteboard.generalPasteboard",
            "tkinter.Tk().clipboard_append",
            "copykitten.paste",
            "jaraco.clipboard.paste",
            "richxerox.paste",
            "wx.TheClipboard.GetData",
            "gtk.Clipboard");

    static final Set<String> INPUT = Set.of(
            "pynput.keyboard.Listener",
            "pynput.mouse.Listener",
            "keyboard.on_press",
            "keyboard.hook",
            "keyboard.record",
            "keyboard.on_release",
            "pyHook.HookManager",
            "PyHook3.HookManager",
            "PIL.ImageGrab.grab",
            "ImageGrab.grab",
            "pyautogui.screenshot",
            "mss.mss().grab",
            "mss.mss().shot",
            "cv2.VideoCapture",
            "sounddevice.rec",
            "pyscreenshot.grab",
            "ctypes.windll.user32.SetWindowsHookExA",
            "ctypes.windll.user32.GetAsyncKeyState",
            "pyxhook.HookManager");

    static final Set<String> ANTI_DEBUG = Set.of(
            "sys.gettrace",
            "sys.settrace",
            "ctypes.windll.kernel32.IsDebuggerPresent",
            "ctypes.windll.kernel32.CheckRemoteDebuggerPresent",
            "win32api.IsDebuggerPresent",
            "sys.getprofile",
            "ctypes.windll.ntdll.NtQueryInformationProcess",
            "inspect.isdebugging",
            "pydevd.connected",
            "threading.gettrace",
            "sys.monitoring.get_tool");

    static final Set<String> NATIVE = Set.of(
            "ctypes.CDLL",
            "ctypes.cdll.LoadLibrary",
            "ctypes.WinDLL",
            "ctypes.PyDLL",
            "ctypes.OleDLL",
            "ctypes.windll.LoadLibrary",
            "ctypes.util.find_library",
            "cffi.FFI().dlopen",
            "cffi.FFI",
            "ctypes.pydll.LoadLibrary",
            "ctypes.oledll.LoadLibrary",
            "imp.load_dynamic",
            "importlib.machinery.ExtensionFileLoader",
            "ctypes.LibraryLoader",
            "ctypes.CFUNCTYPE",
            "_ctypes.dlopen",
            "ctypes.cdll.msvcrt");

    static final Set<String> DESTROY = Set.of("shutil.rmtree", "os.removedirs", "os.unlink", "os.remove", "os.rmdir");

    /** Those whose text says nothing about what they were given. */
    static final Set<String> FORGETS = Set.of(
            "len",
            "isinstance",
            "hasattr",
            "os.path.exists",
            "os.path.isfile",
            "os.path.isdir",
            "bool",
            "print",
            "callable",
            "issubclass",
            "type",
            "id",
            "hash",
            "any",
            "all",
            "range",
            "warnings.warn",
            "os.path.getsize",
            "os.path.getmtime",
            "logging.info",
            "logging.debug");

    /** Whether it is worth hiding: reaching it by a name that is put together is a finding of its own. */
    static boolean isSensitive(String name) {
        return EXECUTE.contains(name)
                || name.equals("compile")
                || name.equals("__import__")
                || name.equals("importlib.import_module")
                || isNetwork(name)
                || isProcess(name)
                || DECODE.contains(name)
                || UNPICKLE.contains(name)
                || name.equals("subprocess")
                || name.equals("os.environ")
                || name.equals("marshal")
                || name.equals("ctypes")
                || name.equals("socket")
                || name.equals("os")
                || name.equals("base64")
                || name.equals("requests")
                || name.equals("urllib.request")
                || name.equals("builtins")
                || name.equals("zlib")
                || name.equals("urllib");
    }
}
