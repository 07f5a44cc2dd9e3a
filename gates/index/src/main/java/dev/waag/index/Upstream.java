package dev.waag.index;

import dev.waag.python.ProjectName;
import java.net.URI;
import java.net.URISyntaxException;

/** An index that answers the Simple API below one URL. Equal where that URL is, credentials aside. */
final class Upstream {
    private final URI base;
    private final String id;

    Upstream(URI url) {
        String text = url.toString();
        this.base = URI.create(text.endsWith("/") ? text : text + "/");
        this.id = withoutUserInfo(base);
    }

    private static String withoutUserInfo(URI u) {
        try {
            return new URI(u.getScheme(), null, u.getHost(), u.getPort(), u.getPath(), null, null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an index URL", e);
        }
    }

    /** The URL by which it is stored and named in messages, without credentials. */
    String id() {
        return id;
    }

    URI root() {
        return base;
    }

    URI page(ProjectName name) {
        return base.resolve(name.value() + "/");
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Upstream u && u.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
