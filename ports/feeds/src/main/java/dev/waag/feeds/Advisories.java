package dev.waag.feeds;

import dev.waag.advisory.AdvisoryIndex;
import java.util.List;

/**
 * Advisories, ready to be asked.
 *
 * @param id equal while the sources are: another id means that something may be judged otherwise now
 * @param warnings what could not be read or fetched though the rest could, a line each, fit to be shown
 */
public record Advisories(AdvisoryIndex index, String id, List<String> warnings) {
    public Advisories {
        warnings = List.copyOf(warnings);
    }
}
