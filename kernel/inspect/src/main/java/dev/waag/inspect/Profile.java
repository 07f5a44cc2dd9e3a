package dev.waag.inspect;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is remembered of a release so that the next can be compared with it. Each set holds short texts for people.
 *
 * @param installCode files that run at install, and what stands out in them
 * @param startup files that run when the interpreter starts
 * @param entryPoints {@code GROUP: NAME = TARGET}
 * @param capabilities by their words
 * @param natives native files, without what changes with Python's version
 * @param requires names of the projects that it needs
 * @param emails of authors and maintainers
 * @param repositories {@code host/owner/name}
 */
public record Profile(
        Set<String> installCode,
        Set<String> startup,
        Set<String> entryPoints,
        Set<String> capabilities,
        Set<String> natives,
        Set<String> requires,
        Set<String> emails,
        Set<String> repositories) {
    private static final int MOST = 400;

    public Profile {
        installCode = some(installCode);
        startup = some(startup);
        entryPoints = some(entryPoints);
        capabilities = some(capabilities);
        natives = some(natives);
        requires = some(requires);
        emails = some(emails);
        repositories = some(repositories);
    }

    private static Set<String> some(Set<String> all) {
        TreeSet<String> kept = new TreeSet<>();
        all.stream().sorted().limit(MOST).forEach(kept::add);
        return Collections.unmodifiableSet(kept);
    }
}
