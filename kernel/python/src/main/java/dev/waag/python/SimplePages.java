package dev.waag.python;

import java.io.InputStream;
import java.net.URI;

/**
 * Reads the project pages of an upstream index: the Simple repository API with PEP 503, 592, 629, 658, 691, 700, 714, 740 and 792.
 *
 * <p>Hostile input is expected. A file entry without a usable name or http(s) URL is left out; an optional field of the wrong type or form
 * counts as absent; hashes that are unknown or misspelt are dropped. A page is refused with {@link PageFormatException} where it is not
 * of the format, is of another major version, is larger than the limits, or lists one file name with different hashes; otherwise the
 * first entry of a name counts.
 *
 * <p>The stream is read to its end and closed. What it throws while being read comes out as {@link java.io.UncheckedIOException}: a bad
 * connection is not a bad page. Limiting the bytes is the stream's own job.
 */
public final class SimplePages {
    private SimplePages() {}

    /** The JSON form (PEP 691); base is the URL that answered, after redirects. */
    public static SimplePage readJson(InputStream in, URI base, PageLimits limits) throws PageFormatException {
        return new JsonPageReader(base, limits).read(in);
    }

    /** The HTML form (PEP 503), in UTF-8; a page without file links, whatever it is, has no files. */
    public static SimplePage readHtml(InputStream in, URI base, PageLimits limits) throws PageFormatException {
        return new HtmlPageReader(base, limits).read(in);
    }
}
