package dev.waag.advisory;

import dev.waag.advisory.OsvRecord.Affected;
import dev.waag.advisory.OsvRecord.Event;
import dev.waag.advisory.OsvRecord.Range;
import dev.waag.python.ProjectName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonToken;

/**
 * Reads one OSV record from JSON (OSV schema 1.7), as a stream of tokens. Unknown members are passed over; a member that is {@code null}
 * counts as absent; known members of the wrong kind refuse the record.
 */
public final class OsvReader {
    /** A summary made from details is cut here. */
    private static final int SUMMARY = 200;

    private final OsvJson json;
    private String id = "";
    private Optional<Instant> modified = Optional.empty();
    private Optional<Instant> published = Optional.empty();
    private Optional<Instant> withdrawn = Optional.empty();
    private List<String> aliases = List.of();
    private List<String> related = List.of();
    private String summary = "";
    private String details = "";
    private List<String> vectors = List.of();
    private Optional<Severity> word = Optional.empty();
    private List<Affected> affected = List.of();
    /** An entry that can be about no project: a fault only where the record has no other. */
    private Optional<AdvisoryFormatException> misnamed = Optional.empty();

    private OsvReader(OsvJson json) {
        this.json = json;
    }

    /**
     * The record; empty where no entry of it is about a Python package.
     *
     * @throws AdvisoryFormatException where the bytes are not such a record
     */
    public static Optional<OsvRecord> read(byte[] bytes) throws AdvisoryFormatException {
        try (OsvJson json = OsvJson.of(bytes)) {
            OsvReader reader = new OsvReader(json);
            json.whole(reader::member);
            return reader.record();
        }
    }

    private Optional<OsvRecord> record() throws AdvisoryFormatException {
        if (id.isBlank()) {
            throw new AdvisoryFormatException(0, 0, "the record has no id");
        }
        if (affected.isEmpty()) {
            if (misnamed.isPresent()) {
                throw misnamed.get();
            }
            return Optional.empty();
        }
        String line = OsvJson.firstLine(summary.isBlank() ? details : summary, SUMMARY);
        return Optional.of(
                new OsvRecord(id, modified, published, withdrawn, aliases, related, line, vectors, word, affected));
    }

    private void member(String key, JsonToken value) throws AdvisoryFormatException {
        switch (key) {
            case "id" -> id = json.text(key).strip();
            case "modified" -> modified = time(json.text(key));
            case "published" -> published = time(json.text(key));
            case "withdrawn" -> withdrawn = withdrawal(json.text(key));
            case "aliases" -> aliases = json.texts(key);
            case "related" -> related = json.texts(key);
            case "summary" -> summary = json.text(key);
            case "details" -> details = json.text(key);
            case "severity" -> vectors = severity(key);
            case "database_specific" -> word = ownWord(value);
            case "affected" -> {
                List<Affected> entries = new ArrayList<>();
                json.list(key, () -> entry().ifPresent(entries::add));
                affected = entries;
            }
            default -> json.skip();
        }
    }

    /** An entry of {@code affected}; empty for another ecosystem's. */
    private Optional<Affected> entry() throws AdvisoryFormatException {
        var entry = new Object() {
            String ecosystem = "";
            String name = "";
            List<Range> ranges = List.of();
            List<String> versions = List.of();
            List<String> vectors = List.of();
            Optional<Severity> word = Optional.empty();
        };
        json.object("affected[]", (key, value) -> {
            switch (key) {
                case "package" ->
                    json.object(key, (k, v) -> {
                        switch (k) {
                            case "ecosystem" -> entry.ecosystem = json.text(k);
                            case "name" -> entry.name = json.text(k);
                            default -> json.skip();
                        }
                    });
                case "ranges" -> {
                    List<Range> ranges = new ArrayList<>();
                    json.list(key, () -> range().ifPresent(ranges::add));
                    entry.ranges = ranges;
                }
                case "versions" -> entry.versions = json.texts(key);
                case "severity" -> entry.vectors = severity(key);
                case "database_specific", "ecosystem_specific" -> {
                    Optional<Severity> said = ownWord(value);
                    entry.word = entry.word.isPresent() ? entry.word : said;
                }
                default -> json.skip();
            }
        });
        int colon = entry.ecosystem.indexOf(':');
        if (!(colon < 0 ? entry.ecosystem : entry.ecosystem.substring(0, colon)).equals("PyPI")) {
            return Optional.empty();
        }
        Optional<ProjectName> project = ProjectName.parse(entry.name.strip());
        if (project.isEmpty()) {
            misnamed = Optional.of(
                    json.fault("no Python project can have the name '" + OsvJson.firstLine(entry.name, 80) + "'"));
        }
        return project.map(p -> new Affected(p, entry.ranges, entry.versions, entry.vectors, entry.word));
    }

    /** A range; empty for one of Git commits, or of a type that nobody knows. */
    private Optional<Range> range() throws AdvisoryFormatException {
        var range = new Object() {
            String type = "";
        };
        List<Event> events = new ArrayList<>();
        json.object("ranges[]", (key, value) -> {
            switch (key) {
                case "type" -> range.type = json.text(key);
                case "events" -> {
                    events.clear();
                    json.list(key, () -> event(events));
                }
                default -> json.skip();
            }
        });
        if (events.size() > Evaluation.MAX_EVENTS) {
            throw json.fault("a range has more than " + Evaluation.MAX_EVENTS + " events");
        }
        return range.type.equals("ECOSYSTEM") || range.type.equals("SEMVER")
                ? Optional.of(new Range(events))
                : Optional.empty();
    }

    /** The schema allows one kind an event; of several, each counts. */
    private void event(List<Event> events) throws AdvisoryFormatException {
        json.object("events[]", (key, value) -> {
            for (Event.Kind kind : Event.Kind.values()) {
                if (kind.key().equals(key)) {
                    if (value == JsonToken.VALUE_NULL) {
                        return;
                    }
                    events.add(new Event(kind, json.text(key)));
                    return;
                }
            }
            json.skip();
        });
    }

    private List<String> severity(String name) throws AdvisoryFormatException {
        List<String> found = new ArrayList<>();
        json.list(
                name,
                () -> json.object(name + "[]", (key, value) -> {
                    if (key.equals("score")) {
                        found.add(json.text(key));
                    } else {
                        json.skip();
                    }
                }));
        return found;
    }

    private Optional<Severity> ownWord(JsonToken value) throws AdvisoryFormatException {
        if (value != JsonToken.START_OBJECT) {
            json.skip();
            return Optional.empty();
        }
        var found = new Object() {
            Optional<Severity> word = Optional.empty();
        };
        json.object("database_specific", (key, v) -> {
            if (key.equals("severity") && v == JsonToken.VALUE_STRING) {
                found.word = Severity.ofWord(json.text(key));
            } else {
                json.skip();
            }
        });
        return found.word;
    }

    private Optional<Instant> withdrawal(String text) throws AdvisoryFormatException {
        Optional<Instant> at = time(text);
        if (at.isEmpty() && !text.isBlank()) {
            throw json.fault("'withdrawn' is not a time: " + OsvJson.firstLine(text, 40));
        }
        return at;
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Instant.parse(text.strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
