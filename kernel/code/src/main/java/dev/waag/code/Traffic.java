package dev.waag.code;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What goes over the network, there and back. */
final class Traffic {
    /** Where a client's own token belongs. */
    private static final Set<String> LETTERHEAD =
            Set.of("headers", "auth", "proxies", "cert", "verify", "cookies", "timeout", "context", "proxy");

    private static final List<String> ADDRESS_SERVICES =
            List.of("ipinfo.io", "ipify.org", "ifconfig.me", "ip-api.com", "icanhazip", "checkip.");

    private static final List<String> ADDRESSEE = List.of("url", "host", "hostname", "address");
    private static final Set<String> BY_WAY_OF =
            Set.of("proxies", "proxy", "sock", "transport", "mounts", "connector", "opener", "**");
    /** An address or a URL of this machine's loopback interface; nothing unknown stands in its host. */
    private static final Pattern LOOPBACK = Pattern.compile(
            "(?s)(?:[a-zA-Z+]+://)?(?:localhost|127(?:\\.\\d{1,3}){3}|::1|\\[::1\\])(?::\\d{1,5})?(?:[/?#].*)?");

    private Traffic() {}

    static Value call(Effects effects, Call c) {
        effects.add(
                Signal.NETWORK_USED,
                c.node(),
                "talks to the network (" + c.name().replace("()", "") + ")");
        boolean lookup = c.name().startsWith("socket.get");
        int all = c.marks() | c.callee().marks();
        int body = c.callee().marks() | carried(c);
        if (Mark.any(all, Mark.ODD_HOST)) {
            effects.add(
                    Signal.ODD_HOST,
                    c.node(),
                    "talks to a raw address or to a host that anybody may use to collect data");
        }
        boolean metadata = Mark.any(all, Mark.METADATA_URL);
        if (metadata) {
            effects.add(Signal.CLOUD_METADATA, c.node(), "asks the cloud's metadata service");
        }
        if (!staysHere(c)) {
            sent(effects, c, body, lookup);
        }
        if (c.name().equals("urllib.request.urlretrieve") || c.name().equals("wget.download")) {
            Value to = c.arg(1, "filename");
            int argument = effects.tree().child(c.node(), Field.ARGUMENTS);
            effects.writtenTo(Effects.key(to), Mark.REMOTE);
            if (argument != Tree.NO) {
                List<Integer> args = effects.tree().children(argument);
                if (args.size() > 1) {
                    effects.writtenTo(effects.source(args.get(1)), Mark.REMOTE);
                }
            }
        }
        if (c.name().equals("asyncio.open_connection")) {
            Value end = Value.named(c.name() + "()", Mark.REMOTE);
            return Value.list(List.of(end, end));
        }
        return Value.named(
                c.name() + "()",
                Mark.REMOTE
                        | (metadata ? Mark.SECRET : 0)
                        | (asksForAddress(c) ? Mark.HOST : 0)
                        | body & (Mark.ODD_HOST | Mark.METADATA_URL));
    }

    /** Whether a service is asked by what address the machine is known. */
    private static boolean asksForAddress(Call c) {
        String text = c.textOf(0);
        return text != null && ADDRESS_SERVICES.stream().anyMatch(text::contains);
    }

    /** What the arguments of a request bring along: a client's own token belongs into its head. */
    static int carried(Call c) {
        int marks = 0;
        for (Value v : c.args()) {
            marks |= v.marks();
        }
        for (Map.Entry<String, Value> e : c.named().entrySet()) {
            marks |= LETTERHEAD.contains(e.getKey())
                    ? e.getValue().marks() & (Mark.ENV | Mark.SECRET | Mark.BROWSER | Mark.CLIPBOARD)
                    : e.getValue().marks();
        }
        return marks;
    }

    /** Whether it goes to this machine's loopback address, and by no proxy. What sends over a connection that there is does not say where to. */
    private static boolean staysHere(Call c) {
        Value to = c.args().isEmpty() ? Value.UNKNOWN : c.args().getFirst();
        for (String key : ADDRESSEE) {
            to = c.named().getOrDefault(key, to);
        }
        List<Value> parts = to.items();
        String host =
                parts == null || parts.isEmpty() ? to.text() : parts.getFirst().text();
        return host != null
                && LOOPBACK.matcher(host).matches()
                && !c.name().contains("send")
                && c.named().entrySet().stream()
                        .noneMatch(e -> BY_WAY_OF.contains(e.getKey())
                                && !e.getValue().name().equals("None"));
    }

    /** Something private leaves the machine. */
    static void sent(Effects effects, Call c, int marks, boolean lookup) {
        if (Mark.any(marks, Mark.ENV)) {
            effects.add(Signal.ENVIRONMENT_SENT, c.node(), "sends the environment's variables away");
        }
        if (Mark.any(marks, Mark.SECRET | Mark.BROWSER | Mark.CLIPBOARD | Mark.SCREEN)) {
            effects.add(Signal.SECRET_SENT, c.node(), "sends credentials or private data away");
        }
        if (Mark.any(marks, Mark.ENV_SECRET)) {
            effects.add(Signal.VARIABLE_SENT, c.node(), "sends a secret variable of the environment away");
        }
        if (Mark.any(marks, Mark.HOST) && !lookup) {
            effects.add(Signal.HOST_SENT, c.node(), "sends the names of the machine or its user away");
        } else if (Mark.any(marks, Mark.FOREIGN)) {
            effects.add(Signal.FILE_SENT, c.node(), "sends the contents of files away");
        }
    }
}
