package dev.waag.doctor;

import java.util.List;

/** Requirement strings of a {@code pyproject.toml} that belong to no one client (PEP 518, 621, 735) or to Hatch. */
record ProjectTable(TomlNode root, Source source, Judge judge) {
    void examine() {
        requirements(Client.PIP, "requires", root.all("build-system", "requires"));
        requirements(Client.PIP, "dependencies", root.all("project", "dependencies"));
        groups(
                "optional-dependencies",
                root.at("project", "optional-dependencies").stream().toList());
        groups("dependency-groups", root.at("dependency-groups").stream().toList());
        root.at("tool", "hatch", "envs")
                .ifPresent(envs -> envs.entries().values().forEach(this::hatch));
    }

    private void groups(String key, List<TomlNode> tables) {
        for (TomlNode table : tables) {
            table.entries().values().forEach(group -> requirements(Client.PIP, key, group.items()));
        }
    }

    private void hatch(TomlNode environment) {
        requirements(Client.PIP, "dependencies", environment.all("dependencies"));
        requirements(Client.PIP, "extra-dependencies", environment.all("extra-dependencies"));
        environment
                .at("env-vars")
                .ifPresent(variables -> variables.entries().forEach((name, value) -> {
                    if (Names.isJudged(name)) {
                        value.text()
                                .ifPresent(v ->
                                        Names.judge(name, v, source.at(value.line(), name, Source.Style.TOML), judge));
                    }
                }));
    }

    private void requirements(Client client, String key, List<TomlNode> items) {
        for (TomlNode item : items) {
            item.text().ifPresent(r -> judge.requirement(client, r, source.toml(item.line(), key)));
        }
    }
}
