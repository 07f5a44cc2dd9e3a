package dev.waag.doctor;

import java.util.Map;

/** {@code poetry.toml} and Poetry's {@code config.toml}: where it publishes to, and whose certificates it does not check. */
record PoetryConfig(TomlNode root, Source source, Judge judge) {
    void examine() {
        root.at("repositories")
                .map(TomlNode::entries)
                .orElse(Map.of())
                .values()
                .forEach(r -> r.at("url")
                        .ifPresent(n -> n.text().ifPresent(u -> repository(u, source.toml(n.line(), "url"), judge))));
        root.at("certificates")
                .map(TomlNode::entries)
                .orElse(Map.of())
                .values()
                .forEach(c -> c.at("cert")
                        .ifPresent(n -> Tls.verify(
                                Client.POETRY, String.valueOf(n.value()), source.toml(n.line(), "cert"), judge)));
    }

    /** A repository is where releases go, so any address of the gate will do. */
    static void repository(String url, Where where, Judge judge) {
        if (judge.gate().isEmpty()) {
            judge.note(where, "repositories " + Shown.url(url) + " cannot be compared: no --url");
        } else if (!judge.gate().get().serves(url) && !Variables.isUnknown(url)) {
            judge.find(
                    "repositories",
                    Client.POETRY,
                    where,
                    "releases go to " + Shown.url(url) + ", not to the gate",
                    where.replace(judge.gateOr("").replaceFirst("simple/$", "legacy/")));
        }
    }
}
