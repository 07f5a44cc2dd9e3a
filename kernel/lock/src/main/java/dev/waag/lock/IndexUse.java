package dev.waag.lock;

/**
 * That a lock or manifest names an index, or another place to look for files; a candidate for {@code outside-index}.
 *
 * @param setting as its users know it: {@code --extra-index-url}, {@code --find-links}, {@code [[tool.uv.index]]} …
 * @param url as written, variables expanded, credentials taken out; for {@code --find-links} it may be a folder, and for a switch such
 *     as {@code --no-index} it is {@code ""}
 * @param place of its first use
 */
public record IndexUse(String setting, String url, Place place) {
    public IndexUse {
        url = Urls.withoutCredentials(url);
    }
}
