package dev.waag.code;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions that mean one thing by their name; null for what is not among them. */
final class Listed {
    private static final Set<String> COPIES = Set.of(
            "shutil.copy",
            "shutil.copy2",
            "shutil.copyfile",
            "shutil.copytree",
            "shutil.move",
            "os.rename",
            "os.replace",
            "os.symlink",
            "os.link");
    private static final Set<String> READS = Set.of(
            "os.listdir",
            "os.walk",
            "os.scandir",
            "glob.glob",
            "glob.iglob",
            "sqlite3.connect",
            "configparser.ConfigParser().read",
            "netrc.netrc",
            "linecache.getlines",
            "fileinput.input",
            "io.FileIO",
            "os.open",
            "mmap.mmap",
            "zipfile.ZipFile().write",
            "tarfile.open().add",
            "pathlib.Path().read_text");
    private static final Set<String> INJECTION = Set.of(
            "VirtualAlloc",
            "VirtualAllocEx",
            "WriteProcessMemory",
            "CreateRemoteThread",
            "CreateThread",
            "RtlMoveMemory",
            "NtCreateThreadEx",
            "QueueUserAPC",
            "memfd_create",
            "VirtualProtect",
            "mprotect");

    private Listed() {}

    static @Nullable Value call(Effects effects, Findings findings, Call c) {
        String name = c.name();
        if (name.equals("open")
                || name.equals("os.fdopen")
                || name.equals("aiofiles.open")
                || name.equals("gzip.open")) {
            return Paths.open(effects, c);
        }
        if (Names.DECODE.contains(name)) {
            return decode(c);
        }
        if (Names.ENCODE.contains(name)) {
            return Value.named(name + "()", c.marks() | Mark.ENCODED);
        }
        if (Names.UNPICKLE.contains(name)) {
            findings.capability(Capability.DYNAMIC_CODE);
            if (Mark.any(c.marks(), Mark.REMOTE)) {
                effects.add(Signal.REMOTE_EXECUTED, c.node(), name + " runs what came from the network");
            } else if (Mark.any(c.marks(), Mark.DECODED)) {
                effects.add(Signal.DECODED_EXECUTED, c.node(), name + " runs what was decoded just before");
            }
            return Value.named(name + "()", c.marks());
        }
        if (Names.CLIPBOARD.contains(name)) {
            effects.add(Signal.CLIPBOARD_USED, c.node(), "uses the clipboard");
            return Value.named(name + "()", Mark.CLIPBOARD);
        }
        if (Names.INPUT.contains(name)) {
            effects.add(Signal.KEYS_WATCHED, c.node(), "watches keys, the pointer, the screen or the camera");
            return Value.named(name + "()", Mark.SCREEN);
        }
        if (Names.ANTI_DEBUG.contains(name)) {
            effects.add(Signal.ANTI_DEBUG, c.node(), "asks whether a debugger watches it");
            return Value.UNKNOWN;
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (INJECTION.contains(last)) {
            effects.add(Signal.CODE_INJECTED, c.node(), "puts machine code into memory and runs it (" + last + ")");
            return Value.UNKNOWN;
        }
        if (name.equals("mmap.mmap") && effects.source(c.node()).contains("PROT_EXEC")) {
            effects.add(Signal.CODE_INJECTED, c.node(), "asks for memory to run machine code from");
            return Value.UNKNOWN;
        }
        if (Names.NATIVE.contains(name)) {
            effects.add(Signal.NATIVE_LOADED, c.node(), "loads native code");
            if (effects.mentions(c)) {
                effects.add(Signal.WRITTEN_EXECUTED, c.node(), "loads a library that was written just before");
            }
            return Value.named(name + "()", 0);
        }
        if (name.startsWith("winreg.")) {
            return registry(effects, c);
        }
        return files(effects, c);
    }

    private static Value decode(Call c) {
        String text = c.textOf(0);
        int marks = c.marks() & ~Mark.COMPUTED | Mark.DECODED;
        if (text == null) {
            return Value.named(c.name() + "()", marks);
        }
        String codec = c.textOf(1);
        String made = c.name().equals("codecs.decode")
                ? codec == null ? text : Decoders.transform(codec, text, false)
                : Decoders.call(c.name(), text);
        return made.equals(String.valueOf(Value.HOLE))
                ? Value.marked(marks)
                : Value.bytes(made, marks | Places.marks(made));
    }

    private static Value registry(Effects effects, Call c) {
        if (c.name().contains("Set") || c.name().contains("Create")) {
            effects.capability(Capability.FILESYSTEM);
        }
        int marks = c.marks() | c.callee().marks();
        if (c.name().startsWith("winreg.SetValue") && Mark.any(marks, Mark.PERSIST_PATH)
                || c.name().startsWith("winreg.CreateKey") && Mark.any(marks, Mark.PERSIST_PATH)) {
            effects.add(Signal.PERSISTENCE, c.node(), "has something started at every log-on by the registry");
        }
        return Value.named(c.name() + "()", marks & Mark.PERSIST_PATH);
    }

    private static @Nullable Value files(Effects effects, Call c) {
        String name = c.name();
        Value first = c.args().isEmpty() ? Value.UNKNOWN : c.args().getFirst();
        if (COPIES.contains(name)) {
            Paths.touch(effects, c, first, false);
            Value to = c.arg(1, "dst");
            Paths.touch(
                    effects,
                    c,
                    Mark.any(to.marks(), Mark.SITE_PATH) && first.text() != null && Places.isStartFile(first.text())
                            ? first
                            : to,
                    true);
            return Value.UNKNOWN;
        }
        if (READS.contains(name)) {
            int read = Paths.touch(effects, c, first, false);
            return Value.named(
                    name + "()",
                    read & ~(Mark.FILE | Mark.FOREIGN)
                            | first.marks() & Mark.PATHS
                            | (read & (Mark.SECRET | Mark.BROWSER)));
        }
        if (name.startsWith("tempfile.")) {
            effects.capability(Capability.FILESYSTEM);
            return Value.named(name + "()", Mark.TEMP);
        }
        if (Names.DESTROY.contains(name)) {
            String text = first.text();
            boolean whole = text != null
                    && (text.equals("~")
                            || text.equals("/")
                            || text.equals("/home")
                            || text.equals("/etc")
                            || text.equals("C:\\")
                            || text.equals("~/")
                            || text.equals("/root"));
            if (whole) {
                effects.add(Signal.DESTRUCTION, c.node(), "deletes what is not its own");
            } else {
                Paths.touchOnly(effects, c, first);
            }
            return Value.UNKNOWN;
        }
        if (name.equals("os.chmod") || name.equals("os.makedirs") || name.equals("os.mkdir")) {
            return Value.UNKNOWN;
        }
        if (List.of("crontab.CronTab().write", "crontab.CronTab().new", "crontab.CronTab")
                .contains(name)) {
            effects.add(Signal.PERSISTENCE, c.node(), "has something started again and again");
            return Value.named(name + "()", 0);
        }
        if (name.startsWith("keyring.get_")
                || name.equals("win32crypt.CryptUnprotectData")
                || name.equals("browser_cookie3.load")
                || name.startsWith("browser_cookie3.")
                || name.startsWith("browsercookie.")
                || name.startsWith("rookiepy.")) {
            boolean browser = name.startsWith("browser") || name.startsWith("rookiepy");
            effects.add(
                    browser ? Signal.BROWSER_DATA_READ : Signal.CREDENTIALS_READ,
                    c.node(),
                    browser ? "reads what a browser keeps about its user" : "reads stored credentials");
            return Value.named(name + "()", browser ? Mark.BROWSER : Mark.SECRET);
        }
        return null;
    }
}
