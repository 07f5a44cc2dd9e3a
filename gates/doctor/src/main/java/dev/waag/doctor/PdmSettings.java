package dev.waag.doctor;

import java.util.List;
import java.util.Map;

/** PDM: the {@code [tool.pdm]} table of a {@code pyproject.toml}, {@code pdm.toml} and {@code config.toml}. */
record PdmSettings(TomlNode root, Source source, Judge judge) {
    /** The table {@code [tool.pdm]}. */
    void examineProject() {
        judge.uses(Client.PDM, source.toml(root.line(), "[tool.pdm]"));
        for (TomlNode table : root.all("source")) {
            table.at("verify_ssl")
                    .ifPresent(n -> Tls.verify(
                            Client.PDM, String.valueOf(n.value()), source.toml(n.line(), "verify_ssl"), judge));
            if (isFindLinks(table)) {
                table.at("url")
                        .ifPresent(n ->
                                n.text().ifPresent(u -> judge.findLinks(Client.PDM, u, source.toml(n.line(), "url"))));
            }
        }
        List<SourceTables.Table> tables = root.all("source").stream()
                .filter(s -> !isFindLinks(s))
                .map(PdmSettings::table)
                .toList();
        String remedy = "[[tool.pdm.source]] with name = \"pypi\" (the name that takes the default's place), url = \""
                + judge.gateOr("the gate's /simple/ URL") + "\", verify_ssl = true";
        new SourceTables(Client.PDM, source, judge).examine(tables, root.line(), remedy);
        for (TomlNode group : root.at("dev-dependencies")
                .map(TomlNode::entries)
                .orElse(Map.of())
                .values()) {
            for (TomlNode requirement : group.items()) {
                requirement
                        .text()
                        .ifPresent(r -> judge.requirement(
                                Client.PDM,
                                r.replaceFirst("^\\s*-e\\s+", ""),
                                source.toml(requirement.line(), "dev-dependencies")));
            }
        }
    }

    /** A configuration file: {@code pypi.url}, further indexes as {@code pypi.<name>.url}. */
    void examineConfig() {
        root.at("build_isolation")
                .filter(n -> n.value().equals(false))
                .ifPresent(n -> judge.option(
                        Client.PDM, "no-build-isolation", "true", source.toml(n.line(), "build_isolation")));
        root.at("pypi").ifPresent(pypi -> {
            index(pypi, true);
            pypi.entries().values().stream().filter(TomlNode::isTable).forEach(extra -> index(extra, false));
        });
    }

    private void index(TomlNode table, boolean replaces) {
        table.at("url")
                .ifPresent(n -> n.text().ifPresent(u -> {
                    if (isFindLinks(table)) {
                        judge.findLinks(Client.PDM, u, source.toml(n.line(), "url"));
                    } else {
                        judge.index(Client.PDM, "pypi.url", u, source.toml(n.line(), "url"), replaces);
                    }
                }));
        table.at("verify_ssl")
                .ifPresent(n ->
                        Tls.verify(Client.PDM, String.valueOf(n.value()), source.toml(n.line(), "verify_ssl"), judge));
    }

    private static boolean isFindLinks(TomlNode table) {
        return table.text("type").filter("find_links"::equals).isPresent();
    }

    private static SourceTables.Table table(TomlNode source) {
        String name = source.text("name").orElse("without a name");
        return new SourceTables.Table(name, source.at("url"), source.line(), name.equals("pypi"));
    }
}
