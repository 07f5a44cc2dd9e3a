package dev.waag.lock;

/**
 * A requirement by URL or path whose project only its content tells.
 *
 * @param text as written, credentials taken out
 */
public record Unnamed(String text, PinSource source, Place place) {
    public Unnamed {
        text = Urls.withoutCredentials(text);
    }
}
