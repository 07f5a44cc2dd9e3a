package dev.waag.build;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a repository lies, in the form of SPDX download locations, without anybody's credentials. */
final class SourceUri {
    private SourceUri() {}

    /** {@code git+https://host/path}; a path of this machine says nothing to others and becomes {@code git+file:///} with its last part. */
    static String of(String origin) {
        if (origin.matches("[\\w.-]+@[\\w.-]+:.*")) {
            return "git+ssh://" + origin.substring(origin.indexOf('@') + 1).replaceFirst(":", "/");
        }
        try {
            URI uri = new URI(origin);
            if (uri.getHost() != null && uri.getScheme() != null) {
                return "git+" + uri.getScheme() + "://" + uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : "")
                        + uri.getRawPath();
            }
        } catch (URISyntaxException e) {
            return "git+file:///unknown";
        }
        String last = origin.replaceFirst("/+$", "");
        return "git+file:///" + last.substring(last.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
