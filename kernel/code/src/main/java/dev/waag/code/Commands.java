package dev.waag.code;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Other programs started. */
final class Commands {
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "zsh", "dash", "cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh");

    private Commands() {}

    static Value call(Effects effects, Call c) {
        Value command = c.args().isEmpty() ? c.arg(0, "args") : c.args().getFirst();
        String text = text(command, c);
        boolean shell = Names.SHELL.contains(c.name())
                || effects.source(c.node()).replace(" ", "").contains("shell=True")
                || SHELLS.contains(program(text));
        if (shell) {
            effects.add(Signal.SHELL_STARTED, c.node(), "runs a command through a shell");
            effects.capability(Capability.PROCESS);
        } else {
            effects.add(Signal.PROCESS_STARTED, c.node(), "starts another program");
        }
        int marks = c.marks();
        if (effects.mentions(c)) {
            effects.add(
                    Signal.WRITTEN_EXECUTED,
                    c.node(),
                    "runs a file that was written just before from what was downloaded or decoded");
        } else if (Mark.any(command.marks(), Mark.REMOTE)) {
            effects.add(Signal.REMOTE_EXECUTED, c.node(), "runs a command that came from the network");
        } else if (Mark.any(command.marks(), Mark.DECODED)) {
            effects.add(Signal.DECODED_EXECUTED, c.node(), "runs a command that was decoded just before");
        }
        if (Names.isNetwork(c.name()) || Places.talks(text)) {
            effects.add(Signal.NETWORK_USED, c.node(), "starts a program that talks to the network");
            if (Mark.any(marks | Places.marks(text), Mark.METADATA_URL)) {
                effects.add(Signal.CLOUD_METADATA, c.node(), "asks the cloud's metadata service");
            }
            if (Places.tellsHost(text)) {
                effects.add(Signal.HOST_SENT, c.node(), "sends the names of the machine or its user away");
            }
            Traffic.sent(effects, c, command.marks() | c.arg(99, "input").marks(), false);
            if (Mark.any(marks, Mark.ODD_HOST) || Mark.any(Places.marks(text), Mark.ODD_HOST)) {
                effects.add(
                        Signal.ODD_HOST,
                        c.node(),
                        "talks to a raw address or to a host that anybody may use to collect data");
            }
        }
        judge(effects, c, text);
        if (effects.hasDuplicated() && SHELLS.contains(program(text))) {
            effects.add(Signal.REVERSE_SHELL, c.node(), "hands a shell to a connection");
        }
        return Value.named(c.name() + "()", Mark.PROCESS_OUTPUT | marks & (Mark.REMOTE | Mark.HOST));
    }

    /** By what the command says. */
    private static void judge(Effects effects, Call c, String text) {
        if (Places.downloads(text)) {
            effects.add(Signal.DOWNLOAD_COMMAND, c.node(), "downloads something and runs it by a shell command");
        }
        if (Places.hides(text)) {
            effects.add(Signal.HIDDEN_COMMAND, c.node(), "runs a command that is encoded or has no window");
        }
        if (Places.connectsBack(text)) {
            effects.add(Signal.REVERSE_SHELL, c.node(), "hands a shell to a connection");
        }
        if (Places.persists(text)) {
            effects.add(Signal.PERSISTENCE, c.node(), "has something started again and again");
        }
        if (Places.usesClipboard(text)) {
            effects.add(Signal.CLIPBOARD_USED, c.node(), "uses the clipboard");
        }
        if (Places.destroys(text)) {
            effects.add(Signal.DESTRUCTION, c.node(), "deletes what is not its own");
        }
        if (Places.installs(text)) {
            effects.add(Signal.INSTALLER_STARTED, c.node(), "installs other software");
        }
        int at = text.indexOf(" -c ");
        if (at > 0
                && (program(text).startsWith("python")
                        || text.indexOf(Value.HOLE) >= 0 && text.indexOf(Value.HOLE) < at)) {
            effects.unpack(Value.text(text.substring(at + 4), 0), c.node(), true);
        }
    }

    /** As it would be typed. */
    private static String text(Value command, Call c) {
        List<Value> items = command.items();
        if (items == null) {
            StringBuilder out = new StringBuilder(command.textOrHole());
            for (int i = 1; i < c.args().size() && i < 16; i++) {
                Value v = c.args().get(i);
                if (c.name().startsWith("os.") || c.name().startsWith("asyncio.")) {
                    out.append(' ')
                            .append(
                                    v.items() == null
                                            ? v.textOrHole()
                                            : text(
                                                    v,
                                                    new Call(
                                                            c.node(),
                                                            "",
                                                            v,
                                                            List.of(),
                                                            java.util.Map.of(),
                                                            c.scope())));
                }
            }
            return out.toString();
        }
        StringBuilder out = new StringBuilder();
        for (Value item : items) {
            out.append(out.isEmpty() ? "" : " ").append(item.textOrHole());
        }
        return out.toString();
    }

    /** The name of the program alone. */
    private static String program(String text) {
        String first = text.strip();
        int end = first.indexOf(' ');
        first = end < 0 ? first : first.substring(0, end);
        return first.substring(Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1)
                .toLowerCase(Locale.ROOT);
    }
}
