package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What a text names: files of credentials, browsers' data, addresses, commands. */
final class Places {
    private static final int LONGEST = 300;
    private static final int LONGEST_COMMAND = 4000;

    private static final List<String> CREDENTIALS = List.of(
            ".ssh/",
            "id_rsa",
            "id_ed25519",
            "id_ecdsa",
            "id_dsa",
            ".aws/",
            ".netrc",
            "/_netrc",
            ".pypirc",
            ".npmrc",
            "git-credentials",
            ".kube/",
            ".docker/config.json",
            "gcloud/credentials",
            "gcloud/access_tokens",
            "application_default_credentials",
            ".azure/",
            "accesstokens.json",
            "/etc/shadow",
            "/etc/passwd",
            "/etc/gshadow",
            "/etc/sudoers",
            ".pgpass",
            ".my.cnf",
            ".vault-token",
            ".gnupg",
            "login.keychain",
            "library/keychains",
            ".terraform.d/credentials",
            ".terraformrc",
            ".config/gh/hosts",
            "wallet.dat",
            "exodus.wallet",
            "electrum/wallets",
            "metamask",
            "nkbihfbeogaeaoehlefnkodbefgpgknn",
            "ethereum/keystore",
            ".bitcoin/",
            "atomic/local storage",
            "solana/id.json",
            "telegram desktop/tdata",
            "local storage/leveldb",
            ".boto",
            ".s3cfg",
            ".databrickscfg",
            ".huggingface/token",
            "/proc/self/environ",
            "filezilla/recentservers",
            "filezilla/sitemanager",
            "microsoft/credentials",
            "microsoft/protect",
            "coinomi",
            "jaxx/",
            "multidoge",
            ".config/op/",
            "1password",
            "keepass",
            ".kdbx",
            "ledger live",
            "zcash",
            "monero/wallets",
            ".cargo/credentials",
            ".gem/credentials",
            ".composer/auth.json",
            "rclone.conf",
            ".bash_history",
            ".zsh_history",
            "/var/run/secrets/kubernetes",
            ".circleci/cli.yml",
            ".config/hub",
            "/.git/config",
            "pip/pip.conf",
            ".anthropic/",
            ".claude/",
            ".cursor/mcp.json");

    private static final List<String> CREDENTIAL_NAMES = List.of(
            ".ssh",
            ".aws",
            ".kube",
            ".gnupg",
            ".azure",
            ".netrc",
            "_netrc",
            ".pypirc",
            ".npmrc",
            ".git-credentials",
            "keychains",
            "authorized_keys_private");

    private static final List<String> BROWSERS = List.of(
            "login data",
            "cookies.sqlite",
            "chrome/user data",
            "google/chrome",
            "bravesoftware",
            "brave-browser",
            "edge/user data",
            "microsoft edge/",
            "opera software",
            "mozilla/firefox",
            "firefox/profiles",
            "logins.json",
            "key4.db",
            "key3.db",
            "network/cookies",
            "vivaldi/",
            "yandexbrowser",
            ".config/google-chrome",
            ".config/chromium",
            "safari/history.db",
            "cookies.binarycookies",
            "default/cookies",
            "default/history",
            "default/web data",
            "chromium/user data",
            "places.sqlite",
            "/user data/local state",
            "epic privacy browser",
            "7star/7star",
            "centbrowser",
            "arc/user data");

    private static final List<String> BROWSER_NAMES =
            List.of("login data", "web data", "local state", "user data", "cookies.sqlite");

    private static final List<String> METADATA = List.of(
            "169.254.169.254",
            "metadata.google.internal",
            "metadata.goog",
            "100.100.100.200",
            "fd00:ec2::254",
            "169.254.170.2",
            "2852039166",
            "0xa9fea9fe",
            "0xa9.0xfe.0xa9.0xfe",
            "0251.0376.0251.0376",
            "025177524776",
            "instance-data.ec2.internal",
            "metadata.azure.internal",
            "::ffff:a9fe:a9fe",
            "metadata.platformequinix.com",
            "metadata.packet.net",
            "[fe80::a9fe:a9fe]",
            "169.254.0.23",
            "0xa9.254.169.254",
            "169.254.43518",
            "rancher-metadata");

    private static final List<String> PERSISTENT = List.of(
            "/etc/cron",
            "/var/spool/cron",
            "systemd/user",
            "/etc/systemd/system",
            "/lib/systemd/system",
            "launchagents",
            "launchdaemons",
            "currentversion/run",
            "currentversion//run",
            "programs/startup",
            "start menu/",
            ".bashrc",
            ".bash_profile",
            ".bash_login",
            ".zshrc",
            ".zprofile",
            ".zshenv",
            ".config/fish/config.fish",
            "/etc/profile",
            "/etc/rc.local",
            ".config/autostart",
            "/etc/xdg/autostart",
            "/etc/init.d",
            "/etc/ld.so.preload",
            "authorized_keys",
            ".xinitrc",
            ".xprofile",
            "windows nt/currentversion/winlogon",
            "environment/userinitmprlogonscript",
            "active setup/installed components");

    private static final List<String> PERSISTENT_NAMES =
            List.of(".profile", ".bashrc", ".zshrc", "launchagents", "autostart", "crontab");

    private static final List<String> ODD = List.of(
            "discord.com/api/webhooks",
            "discordapp.com/api/webhooks",
            "ptb.discord.com/api/webhooks",
            "cdn.discordapp.com/attachments",
            "api.telegram.org",
            "pastebin.com",
            "paste.ee",
            "hastebin",
            "transfer.sh",
            "file.io",
            "gofile.io",
            "anonfiles",
            "ngrok",
            "burpcollaborator",
            ".oast.",
            "oastify",
            "interact.sh",
            "requestbin",
            "webhook.site",
            "pipedream.net",
            "beeceptor",
            "canarytokens",
            ".onion",
            "trycloudflare",
            "serveo.net",
            "temp.sh",
            "catbox.moe",
            "rentry.co",
            "dpaste.",
            "bit.ly/",
            "tinyurl.com",
            "duckdns.org",
            "hookdeck",
            "0x0.st",
            "bashupload",
            "requestcatcher",
            "localhost.run",
            "loca.lt");

    private static final Pattern RAW_ADDRESS = Pattern.compile(
            "^(?:[a-z]+://)?(?!127\\.|0\\.0\\.0\\.0|10\\.|192\\.168\\.|172\\.(?:1[6-9]|2\\d|3[01])\\.|255\\.|224\\.|239\\.|8\\.8\\.|1\\.1\\.1\\.1|169\\.254\\.)(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}(?::\\d+)?(?:/.*)?$");

    private static final Pattern DOWNLOAD = Pattern.compile(
            "(?:curl|wget|fetch)\\b.*\\|\\s*(?:sudo\\s+)?(?:/bin/|/usr/bin/)?(?:(?:ba|z|da|k)?sh|python[\\d.]*|perl|ruby|node)\\b"
                    + "|(?:curl|wget)\\b.*(?:-o|-O|>|--output)\\s*\\S+.*(?:;|&&).*(?:chmod|\\bsh\\s|bash\\s|python|\\./|exec|nohup)|(?:ba)?sh\\s+(?:-c\\s+)?[\"']?(?:\\$\\(|<\\(|`)\\s*(?:curl|wget)"
                    + "|certutil\\b.*-urlcache|bitsadmin\\b.*/transfer|mshta\\s+\"?http|regsvr32\\b.*http|rundll32\\b.*http|msiexec\\b.*http"
                    + "|(?:downloadstring|downloadfile|invoke-webrequest|iwr\\s|start-bitstransfer|invoke-restmethod).*(?:iex|invoke-expression|start-process|;|\\||&)|(?:iex|invoke-expression)\\b.*(?:downloadstring|net\\.webclient|iwr|irm|invoke-webrequest)",
            Pattern.DOTALL);

    private static final Pattern HIDDEN = Pattern.compile(
            "powershell(?:\\.exe)?\\b.*\\s-(?:e|en|enc|enco|encod|encodedcommand)\\s+[a-z0-9+/=]{16,}|powershell(?:\\.exe)?\\b.*-w(?:in\\w*)?\\s+(?:hidden|1)\\b"
                    + "|base64\\s+(?:-d|--decode|-D)\\b.*\\|\\s*(?:ba|z|da)?sh|\\|\\s*base64\\s+(?:-d|--decode).*\\|\\s*(?:(?:ba)?sh|python\\S*|perl)|xxd\\s+-r.*\\|\\s*(?:ba)?sh|eval\\s+[\"']?\\$\\(.*base64|frombase64string",
            Pattern.DOTALL);

    private static final Pattern REVERSE = Pattern.compile(
            "/dev/tcp/|\\bnc(?:at)?\\b.*\\s-[a-z]*[ec]\\s|mkfifo\\b.*\\bnc\\b|bash\\s+-i\\s*[>&]|\\bsocat\\b.*exec:",
            Pattern.DOTALL);

    private static final Pattern PERSIST_COMMAND = Pattern.compile(
            "\\bcrontab\\b(?!.*\\s-l\\s*$)|systemctl\\b.*\\benable\\b|launchctl\\s+(?:load|bootstrap)|schtasks\\b.*/create|\\breg(?:\\.exe)?\\s+add\\b.*\\brun|update-rc\\.d|>>\\s*(?:~|\\$home)?/?\\S*\\.(?:bashrc|profile|zshrc|bash_profile)|>>\\s*\\S*authorized_keys|sc(?:\\.exe)?\\s+create\\b",
            Pattern.DOTALL);

    private static final Pattern CLIPBOARD_COMMAND = Pattern.compile(
            "\\b(?:xclip|xsel|pbpaste|pbcopy|wl-paste|wl-copy|get-clipboard|set-clipboard|clip\\.exe)\\b");
    private static final Pattern DESTROY_COMMAND = Pattern.compile(
            "\\brm\\s+(?:-\\w+\\s+)*-\\w*[rf]\\w*\\s+(?:-\\w+\\s+)*[\"']?(?:/(?:\\s|\\*|$|home|etc|usr|var)|~/?(?:\\s|\\*|$|\")|\\$home/?(?:\\s|\\*|$))|\\bmkfs\\b|\\bformat\\s+c:|del\\s+/[fsq].*c:|\\bdd\\b.*of=/dev/sd|vssadmin\\s+delete",
            Pattern.DOTALL);
    private static final Pattern NETWORK_COMMAND = Pattern.compile(
            "(?:^|[\\s;&|/\"'(])(?:curl|wget|nc|ncat|scp|sftp|ftp|ssh|rsync|nslookup|dig|telnet|invoke-webrequest|invoke-restmethod|bitsadmin|socat)(?:\\.exe)?(?:\\s|$)");
    private static final Pattern INSTALLER = Pattern.compile(
            "(?:^|\\s|/)(?:pip[\\d.]*|easy_install|uv\\s+pip|npm|brew|apt(?:-get)?|yum|dnf|choco|conda)\\s+(?:-\\S+\\s+)*(?:install|add)\\b|-m\\s+pip\\s+(?:-\\S+\\s+)*install");
    private static final Pattern HOST_COMMAND = Pattern.compile(
            "(?:\\$\\(|`)\\s*(?:whoami|hostname|id|uname|env|printenv|ifconfig|ip\\s+a)|\\$\\{?(?:user|hostname)\\b|\\b(?:env|printenv|whoami|hostname)\\s*\\|");
    private static final Words DEBUGGERS = new Words(List.of(
            "isdebuggerpresent",
            "checkremotedebugger",
            "ntqueryinformationprocess",
            "ptrace",
            "tracerpid",
            "vboxguest",
            "vboxservice",
            "vmtoolsd",
            "vmwaretray",
            "vmwareuser",
            "sbiedll",
            "x64dbg",
            "ollydbg",
            "wireshark.exe",
            "processhacker",
            "/sys/class/dmi/id/product_name",
            "virtualbox",
            "qemu-ga",
            "fiddler.exe",
            "xenservice",
            "joeboxcontrol",
            "hypervisor"));
    private static final Pattern SECRET_NAME = Pattern.compile(
            "token|secret|passw|api_?key|access_?key|private_?key|credential|_pat$|auth|session|_key$|^key",
            Pattern.CASE_INSENSITIVE);

    /** All lists at once, so that each text is read once; the marks of each word. */
    private static final Map<String, Integer> MEANINGS = meanings();

    private static final Words WORDS = new Words(List.copyOf(MEANINGS.keySet()));
    private static final int[] MARKS =
            MEANINGS.values().stream().mapToInt(Integer::intValue).toArray();

    private Places() {}

    private static Map<String, Integer> meanings() {
        Map<String, Integer> all = new LinkedHashMap<>();
        METADATA.forEach(w -> all.merge(w, Mark.METADATA_URL, (x, y) -> x | y));
        ODD.forEach(w -> all.merge(w, Mark.ODD_HOST, (x, y) -> x | y));
        CREDENTIALS.forEach(w -> all.merge(w, Mark.CREDENTIAL_PATH, (x, y) -> x | y));
        BROWSERS.forEach(w -> all.merge(w, Mark.BROWSER_PATH, (x, y) -> x | y));
        PERSISTENT.forEach(w -> all.merge(w, Mark.PERSIST_PATH, (x, y) -> x | y));
        all.put("site-packages", Mark.SITE_PATH);
        all.put("dist-packages", Mark.SITE_PATH);
        all.put("%appdata%", Mark.HOME);
        all.put("%userprofile%", Mark.HOME);
        all.put("$home", Mark.HOME);
        all.put("%temp%", Mark.TEMP);
        return all;
    }

    private static int named(String s) {
        byte[] text = s.getBytes(ISO_8859_1);
        int[] marks = {0};
        WORDS.search(text, text.length, (word, end) -> {
            marks[0] |= MARKS[word];
            return true;
        });
        return marks[0];
    }

    /** Marks of {@link Mark} that a text has by itself. */
    static int marks(String text) {
        if (text.length() < 3 || text.length() > LONGEST || text.indexOf('\n') >= 0) {
            return 0;
        }
        String s = normal(text);
        int named = named(s);
        int marks = named & (Mark.METADATA_URL | Mark.ODD_HOST);
        if (isAddress(s) && RAW_ADDRESS.matcher(s).matches()) {
            marks |= Mark.ODD_HOST;
        }
        if (words(s) > 5) {
            return marks;
        }
        marks |= named;
        if (CREDENTIAL_NAMES.contains(s) || s.endsWith("/.ssh") || s.endsWith("/.aws") || s.endsWith("/.kube")) {
            marks |= Mark.CREDENTIAL_PATH;
        }
        if (BROWSER_NAMES.contains(s)) {
            marks |= Mark.BROWSER_PATH;
        }
        if (PERSISTENT_NAMES.contains(s) || s.endsWith("/.profile")) {
            marks |= Mark.PERSIST_PATH;
        }
        if (s.startsWith("~") || s.startsWith("/home/") || s.startsWith("/root/")) {
            marks |= Mark.HOME;
        }
        if (s.startsWith("/tmp/") || s.equals("/tmp") || s.startsWith("/var/tmp") || s.startsWith("/dev/shm")) {
            marks |= Mark.TEMP;
        }
        return marks;
    }

    /** Whether it may be a number of four parts, which the expression then says for sure. */
    private static boolean isAddress(String s) {
        int dots = 0;
        boolean digit = false;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            dots += c == '.' ? 1 : 0;
            digit |= c >= '0' && c <= '9';
        }
        return digit && dots >= 3;
    }

    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT).replace('\\', '/');
    }

    private static int words(String s) {
        int n = 0;
        for (int i = 0; i < s.length(); i++) {
            n += s.charAt(i) == ' ' ? 1 : 0;
        }
        return n;
    }

    static boolean isSecretName(String variable) {
        return SECRET_NAME.matcher(variable).find();
    }

    /** A path that is neither relative nor the source's own. */
    static boolean isOutside(String path) {
        String s = normal(path);
        return s.startsWith("/") && !s.startsWith("/dev/null")
                || s.startsWith("~")
                || s.length() > 2 && s.charAt(1) == ':' && s.charAt(2) == '/' && Character.isLetter(s.charAt(0))
                || s.startsWith("%");
    }

    /** What the interpreter runs or reads by itself at its start. */
    static boolean isStartFile(String path) {
        String s = normal(path);
        return s.endsWith(".pth") || s.endsWith("sitecustomize.py") || s.endsWith("usercustomize.py");
    }

    static boolean downloads(String command) {
        return found(DOWNLOAD, command);
    }

    static boolean hides(String command) {
        return found(HIDDEN, command);
    }

    static boolean connectsBack(String command) {
        return found(REVERSE, command);
    }

    static boolean persists(String command) {
        return found(PERSIST_COMMAND, command);
    }

    static boolean usesClipboard(String command) {
        return found(CLIPBOARD_COMMAND, command);
    }

    static boolean destroys(String command) {
        return found(DESTROY_COMMAND, command);
    }

    static boolean talks(String command) {
        return found(NETWORK_COMMAND, command);
    }

    /** A command puts the names of the machine or its user into what it sends. */
    static boolean tellsHost(String command) {
        return found(HOST_COMMAND, command);
    }

    static boolean installs(String command) {
        return found(INSTALLER, command);
    }

    static boolean looksForDebuggers(String text) {
        if (text.length() < 6 || text.length() > LONGEST) {
            return false;
        }
        byte[] s = text.toLowerCase(Locale.ROOT).getBytes(ISO_8859_1);
        boolean[] found = {false};
        DEBUGGERS.search(s, s.length, (word, end) -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    private static boolean found(Pattern pattern, String text) {
        String s = text.length() > 200 ? text.replaceAll("\\s{2,}", " ") : text;
        s = s.length() > LONGEST_COMMAND ? s.substring(0, LONGEST_COMMAND) : s;
        return pattern.matcher(s.toLowerCase(Locale.ROOT)).find();
    }
}
