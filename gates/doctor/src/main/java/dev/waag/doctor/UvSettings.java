package dev.waag.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** uv's settings: a {@code uv.toml}, or the {@code [tool.uv]} table of a {@code pyproject.toml}. */
record UvSettings(TomlNode root, Source source, boolean pyproject, Judge judge) {
    private static final List<String> REPLACING = List.of("index-url");
    private static final List<String> VALUED = List.of(
            "extra-index-url",
            "find-links",
            "allow-insecure-host",
            "index-strategy",
            "no-build-isolation-package",
            "torch-backend");
    private static final List<String> REQUIREMENTS = List.of(
            "dev-dependencies", "constraint-dependencies", "override-dependencies", "build-constraint-dependencies");

    void examine() {
        if (pyproject || source.reach() == Source.Reach.PROJECT) {
            judge.uses(Client.UV, source.toml(root.line(), pyproject ? "[tool.uv]" : "uv.toml"));
        }
        options(root);
        root.at("pip").ifPresent(this::options);
        root.all("index").forEach(this::index);
        for (var entry :
                root.at("sources").map(TomlNode::entries).orElse(Map.of()).entrySet()) {
            entry.getValue().items().forEach(alternative -> packageSource(entry.getKey(), alternative));
        }
        for (String key : REQUIREMENTS) {
            root.all(key).forEach(r -> requirement(key, r));
        }
        for (var entry : root.at("extra-build-dependencies")
                .map(TomlNode::entries)
                .orElse(Map.of())
                .entrySet()) {
            entry.getValue().items().forEach(r -> requirement(entry.getKey(), r));
        }
    }

    private void options(TomlNode table) {
        for (String key : REPLACING) {
            each(table, key);
        }
        for (String key : VALUED) {
            each(table, key);
        }
        if (table.isTrue("no-build-isolation")) {
            table.at("no-build-isolation")
                    .ifPresent(n -> judge.option(
                            Client.UV, "no-build-isolation", "true", source.toml(n.line(), "no-build-isolation")));
        }
    }

    private void each(TomlNode table, String key) {
        for (TomlNode value : table.all(key)) {
            value.text().ifPresent(v -> judge.option(Client.UV, key, v, source.toml(value.line(), key)));
        }
    }

    private void index(TomlNode index) {
        String name = index.text("name").map(Shown::url).orElse("without a name");
        index.at("ignore-error-codes").filter(n -> !n.items().isEmpty()).ifPresent(codes -> {
            Where where = source.toml(codes.line(), "ignore-error-codes");
            judge.find(
                    "ignore-error-codes",
                    Client.UV,
                    where,
                    "where index " + name + " refuses a package with one of these codes, uv asks the next index for it",
                    where.remove());
        });
        Optional<TomlNode> url = index.at("url");
        if (url.isEmpty() || url.get().text().isEmpty()) {
            return;
        }
        Where where = source.toml(url.get().line(), "url");
        String value = url.get().text().get();
        if (index.text("format").filter("flat"::equals).isPresent()) {
            judge.findLinks(Client.UV, value, where);
        } else {
            judge.index(Client.UV, "index", value, where, index.isTrue("default") && !index.isTrue("explicit"));
        }
    }

    private void packageSource(String name, TomlNode alternative) {
        for (String kind : List.of("git", "url")) {
            alternative
                    .at(kind)
                    .ifPresent(n -> n.text()
                            .filter(DirectUrl::isRemote)
                            .ifPresent(u -> judge.directUrl(Client.UV, name, u, source.toml(n.line(), kind))));
        }
        alternative
                .at("index")
                .ifPresent(n -> n.text().filter(i -> !isGate(i)).ifPresent(i -> {
                    Where where = source.toml(n.line(), "index");
                    judge.find(
                            "sources",
                            Client.UV,
                            where,
                            Shown.url(name) + " is taken from the index " + Shown.url(i) + ", which is not the gate",
                            where.remove() + "; let the gate ask that index as an upstream for this name");
                }));
    }

    /** Without a gate, an index that this file itself names was noted already; with one, only the gate will do. */
    private boolean isGate(String name) {
        Optional<String> url = root.all("index").stream()
                .filter(i -> i.text("name").filter(name::equals).isPresent())
                .findFirst()
                .flatMap(i -> i.text("url"));
        return judge.gate().isEmpty()
                ? root.all("index").size() < 2
                : url.filter(judge.gate().get()::isIndex).isPresent();
    }

    private void requirement(String key, TomlNode requirement) {
        Optional<String> text = requirement.text().or(() -> requirement.text("requirement"));
        text.ifPresent(t -> judge.requirement(Client.UV, t, source.toml(requirement.line(), key)));
    }
}
