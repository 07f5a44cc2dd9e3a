package dev.waag.feeds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where advisories or a catalogue come from. */
interface Source {
    /** The source as it is here; empty where it has to be fetched first. */
    Optional<Located> here(Instant now);

    /** The source after asking for what is new; where that fails and there is an older one, that one, with a warning. */
    Located fetched(Instant now, List<String> warnings);
}
