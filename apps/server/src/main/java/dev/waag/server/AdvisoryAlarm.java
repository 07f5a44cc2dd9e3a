package dev.waag.server;

import dev.waag.alert.Alert;
import dev.waag.alert.Alerts;
import dev.waag.release.AdvisoryWatch;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people of advisories that affect what was given out or is published here, as soon as the advisories say so. */
final class AdvisoryAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(AdvisoryAlarm.class);
    /** Releases that one alert names. */
    private static final int NAMED = 20;

    private final AdvisoryWatch watch;
    private final Alerts alerts;
    private final InstantSource clock;

    AdvisoryAlarm(AdvisoryWatch watch, Alerts alerts, InstantSource clock) {
        this.watch = watch;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Looks on a thread of its own. */
    void lookLater() {
        Thread.ofVirtual().name("advisory-alarm").start(this::look);
    }

    synchronized void look() {
        try {
            for (AdvisoryWatch.Notice notice : watch.look()) {
                LOG.warn("{} affects what is here: {}", notice.advisory(), String.join(", ", notice.releases()));
                alerts.sendLater(alert(notice));
            }
        } catch (SQLException e) {
            LOG.error("the new advisories could not be compared with what was given out", e);
        }
    }

    private Alert alert(AdvisoryWatch.Notice notice) {
        List<String> named = notice.releases().stream().limit(NAMED).toList();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("releases", String.join(", ", named));
        details.put("malicious", Boolean.toString(notice.malicious()));
        details.put("downloads", String.valueOf(notice.report().getOrDefault("downloads_total", 0)));
        details.put("must_act", String.valueOf(notice.report().getOrDefault("must_act", List.of())));
        details.put("command", "waag recall " + notice.advisory() + " --dry-run");
        return new Alert(
                "advisory",
                clock.instant(),
                notice.advisory(),
                notice.advisory() + " affects " + notice.releases().size()
                        + " releases that were given out or are published here: " + String.join(", ", named),
                details);
    }
}
