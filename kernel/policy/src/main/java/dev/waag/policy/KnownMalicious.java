package dev.waag.policy;

import java.util.List;
import java.util.Map;

/** {@code known-malicious}: somebody looked at the release and found malware. */
final class KnownMalicious implements SeenRule {
    static final String ID = "known-malicious";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String severity() {
        return "critical";
    }

    @Override
    public Action action() {
        return Action.DENY;
    }

    @Override
    public String protectsFrom() {
        return "Releases that are known to be malware.";
    }

    @Override
    public String fires() {
        return "an advisory says that the release is malware";
    }

    @Override
    public String message() {
        return "known malware: {advisory}{aka}";
    }

    @Override
    public String help() {
        return "Do not install it; where it was installed already, treat that machine as taken over.{about}";
    }

    @Override
    public Map<String, String> words(Sighting seen, Settings settings) {
        return Advisories.words(seen);
    }

    @Override
    public List<Sighting> in(Facts facts) {
        return Advisories.in(facts, true);
    }

    @Override
    public boolean ofAdvisories() {
        return true;
    }
}
