package dev.waag.python;

import java.util.List;

/**
 * A project's page in the Simple repository API: its files in the index's order, each file name once.
 *
 * @param name as the page gives it, not necessarily normalized; {@code ""} where it gives none (the HTML form need not)
 */
public record SimplePage(String name, ProjectStatus status, List<SimpleFile> files) {
    public SimplePage {
        name = Texts.clean(name);
        files = List.copyOf(files);
    }
}
