package dev.waag.check;

import dev.waag.inspect.Inspection;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import java.util.Optional;

/**
 * A distribution that was inspected, and what an index says of it.
 *
 * @param shown how the user named it
 * @param page the project's, of the index that it came from
 * @param file its entry there
 */
record Subject(String shown, Inspection found, Optional<SimplePage> page, Optional<SimpleFile> file) {}
