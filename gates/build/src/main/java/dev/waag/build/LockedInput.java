package dev.waag.build;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;

/** One wheel that builds. */
record LockedInput(ProjectName name, String version, String filename, Sha256 sha256) {
    String purl() {
        return "pkg:pypi/" + name + "@" + version;
    }
}
