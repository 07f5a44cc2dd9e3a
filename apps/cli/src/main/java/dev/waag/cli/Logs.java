package dev.waag.cli;

import dev.waag.core.Json;
import dev.waag.core.Secrets;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** The log on stderr: a line a record for people, or one JSON object a line. URLs lose their credentials on the way. */
final class Logs extends Handler {
    private static final Formatter MESSAGE = new SimpleFormatter();
    /** Held, for the JDK forgets the level of a logger that nobody holds. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    private final boolean json;
    private final PrintStream out;

    private Logs(boolean json, PrintStream out) {
        this.json = json;
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    static void install(boolean json, PrintStream out) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.addHandler(new Logs(json, out));
        root.setLevel(Level.INFO);
        JETTY.setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord r) {
        if (!isLoggable(r)) {
            return;
        }
        String message = Secrets.mask(MESSAGE.formatMessage(r));
        out.println(json ? json(r, message) : text(r, message));
    }

    private static String json(LogRecord r, String message) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", r.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("level", level(r.getLevel()));
        line.put("logger", r.getLoggerName());
        line.put("message", message);
        if (r.getThrown() != null) {
            line.put("error", Secrets.mask(trace(r.getThrown())));
        }
        return Json.MAPPER.writeValueAsString(line);
    }

    private static String text(LogRecord r, String message) {
        String line = r.getInstant().truncatedTo(ChronoUnit.SECONDS) + " " + level(r.getLevel()) + " " + message;
        return r.getThrown() == null
                ? line
                : line + "\n" + Secrets.mask(trace(r.getThrown())).stripTrailing();
    }

    private static String level(Level level) {
        return level.intValue() >= Level.SEVERE.intValue()
                ? "error"
                : level.intValue() >= Level.WARNING.intValue() ? "warn" : "info";
    }

    private static String trace(@Nullable Throwable e) {
        StringWriter text = new StringWriter();
        if (e != null) {
            e.printStackTrace(new PrintWriter(text, true));
        }
        return text.toString();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
