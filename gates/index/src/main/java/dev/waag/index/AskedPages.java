package dev.waag.index;

import dev.waag.python.ProjectName;
import dev.waag.store.Database;
import dev.waag.store.Receipts;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which projects' pages were asked for under which receipt. */
public final class AskedPages {
    private static final Logger LOG = LoggerFactory.getLogger(AskedPages.class);

    private final Database database;
    private final Map<String, Set<String>> asked = new ConcurrentHashMap<>();

    AskedPages(Database database) {
        this.database = database;
    }

    /** Remembers that a project's page was asked for under a receipt, beside the request. */
    public void add(String receipt, ProjectName project) {
        if (asked.computeIfAbsent(receipt, r -> ConcurrentHashMap.newKeySet()).add(project.value())) {
            Thread.ofVirtual().start(() -> {
                try {
                    database.write(c -> Receipts.asked(c, receipt, project.value()));
                } catch (SQLException e) {
                    LOG.warn("that {} was asked for under receipt {} could not be stored", project, receipt, e);
                }
            });
        }
    }

    /** The projects whose pages this process knows to have been asked for under a receipt. */
    public Set<String> under(String receipt) {
        return Set.copyOf(asked.getOrDefault(receipt, Set.of()));
    }

    /** The receipt is closed. */
    public void forget(String receipt) {
        asked.remove(receipt);
    }
}
