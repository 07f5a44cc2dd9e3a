package dev.waag.code;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What certain names always stand for. */
final class Known {
    private static final Map<String, Integer> MARKS = Map.ofEntries(
            Map.entry("os.environ", Mark.ENV),
            Map.entry("os.environb", Mark.ENV),
            Map.entry("site.getsitepackages", Mark.SITE_PATH),
            Map.entry("site.getusersitepackages", Mark.SITE_PATH),
            Map.entry("distutils.sysconfig.get_python_lib", Mark.SITE_PATH),
            Map.entry("sysconfig.get_path", Mark.SITE_PATH),
            Map.entry("sysconfig.get_paths", Mark.SITE_PATH),
            Map.entry("site.USER_SITE", Mark.SITE_PATH),
            Map.entry("tempfile.gettempdir", Mark.TEMP),
            Map.entry("tempfile.mkdtemp", Mark.TEMP),
            Map.entry("tempfile.mkstemp", Mark.TEMP),
            Map.entry("tempfile.mktemp", Mark.TEMP),
            Map.entry("tempfile.NamedTemporaryFile", Mark.TEMP),
            Map.entry("tempfile.TemporaryDirectory", Mark.TEMP),
            Map.entry("pathlib.Path.home", Mark.HOME),
            Map.entry("sys.argv", Mark.INPUT),
            Map.entry("input", Mark.INPUT));

    private Known() {}

    static int marks(String name) {
        Integer marks = MARKS.get(name);
        return marks != null ? marks : Names.HOST.contains(name) ? Mark.HOST : 0;
    }

    /** Whether a table has it, so that a star import is taken to bring it in. */
    static boolean isListed(String name) {
        return Names.CLIPBOARD.contains(name)
                || Names.NATIVE.contains(name)
                || Names.ANTI_DEBUG.contains(name)
                || Names.INPUT.contains(name)
                || Names.DESTROY.contains(name)
                || name.equals("ctypes.windll")
                || name.equals("ctypes.cdll")
                || name.equals("os.getenv")
                || name.equals("socket.socket")
                || name.equals("threading.Thread")
                || name.equals("os.path");
    }

    /** One variable of the environment; those that name folders are paths. */
    static Value variable(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "HOME", "USERPROFILE" -> Value.text("~", Mark.HOME);
            case "APPDATA", "LOCALAPPDATA" -> Value.text("%APPDATA%", Mark.HOME);
            case "TEMP", "TMP", "TMPDIR" -> Value.text("%TEMP%", Mark.TEMP);
            case "USER", "USERNAME", "LOGNAME", "COMPUTERNAME", "HOSTNAME" -> Value.marked(Mark.HOST);
            default -> Value.named("", Places.isSecretName(name) ? Mark.ENV_SECRET : Mark.ENV_VAR);
        };
    }

    static @Nullable Long arithmetic(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "^" -> a ^ b;
            case "&" -> a & b;
            case "|" -> a | b;
            case "<<" -> b < 0 || b > 62 ? null : a << b;
            case ">>" -> b < 0 || b > 62 ? null : a >> b;
            case "//", "/" -> b == 0 ? null : Math.floorDiv(a, b);
            case "%" -> b == 0 ? null : Math.floorMod(a, b);
            default -> null;
        };
    }
}
