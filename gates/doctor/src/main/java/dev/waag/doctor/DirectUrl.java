package dev.waag.doctor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A requirement's remote address: PEP 508's {@code name @ url}, or pip's bare and version-control URLs. Local paths are not one. */
record DirectUrl(String name, String url) {
    private static final Pattern NAMED =
            Pattern.compile("^\\s*([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[[^\\]]*\\])?\\s*@\\s*(\\S+).*", Pattern.DOTALL);
    private static final Pattern BARE = Pattern.compile("^\\s*(\\S+).*", Pattern.DOTALL);
    private static final Pattern EGG = Pattern.compile("[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)");

    static Optional<DirectUrl> in(String text) {
        if (text.indexOf('@') < 0 && text.indexOf(':') < 0 && text.indexOf('+') < 0) {
            return Optional.empty(); // as nearly every requirement, and patterns are slow to begin with
        }
        String requirement = text.strip().replaceAll("\\s+", " ");
        Matcher named = NAMED.matcher(requirement);
        if (named.matches() && isRemote(named.group(2))) {
            return Optional.of(new DirectUrl(named.group(1), named.group(2)));
        }
        Matcher bare = BARE.matcher(requirement);
        if (bare.matches() && isRemote(bare.group(1))) {
            Matcher egg = EGG.matcher(bare.group(1));
            return Optional.of(new DirectUrl(egg.find() ? egg.group(1) : "", bare.group(1)));
        }
        return Optional.empty();
    }

    /** Whether fetching it leaves the machine. */
    static boolean isRemote(String address) {
        String a = address.toLowerCase(Locale.ROOT);
        if (a.matches("(git|hg|svn|bzr)\\+.*")) {
            return !a.matches("[a-z]+\\+file:.*");
        }
        return (a.matches("[a-z][a-z0-9.+-]+://.*") && !a.startsWith("file:")) || a.matches("git@[^:/]+:.*");
    }
}
