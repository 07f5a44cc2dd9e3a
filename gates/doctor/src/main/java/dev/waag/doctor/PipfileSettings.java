package dev.waag.doctor;

import java.util.List;

/** A {@code Pipfile}. */
record PipfileSettings(TomlNode root, Source source, Judge judge) {
    private static final List<String> OWN =
            List.of("source", "requires", "scripts", "pipenv", "pipfile", "build-system", "tool");

    void examine() {
        judge.uses(Client.PIPENV, source.toml(1, "Pipfile"));
        for (TomlNode table : root.all("source")) {
            table.at("verify_ssl")
                    .ifPresent(n -> Tls.verify(
                            Client.PIPENV, String.valueOf(n.value()), source.toml(n.line(), "verify_ssl"), judge));
        }
        List<SourceTables.Table> tables = root.all("source").stream()
                .map(s -> new SourceTables.Table(s.text("name").orElse("without a name"), s.at("url"), s.line(), true))
                .toList();
        String remedy = "[[source]] with name = \"gate\", url = \"" + judge.gateOr("the gate's /simple/ URL")
                + "\", verify_ssl = true";
        new SourceTables(Client.PIPENV, source, judge).examine(tables, 1, remedy);
        // Every other table is a category of packages.
        root.entries().forEach((key, table) -> {
            if (!OWN.contains(key)) {
                table.entries().forEach(this::dependency);
            }
        });
    }

    private void dependency(String name, TomlNode value) {
        for (String kind : List.of("git", "hg", "svn", "file", "url")) {
            value.at(kind)
                    .ifPresent(n -> n.text()
                            .filter(DirectUrl::isRemote)
                            .ifPresent(u -> judge.directUrl(Client.PIPENV, name, u, source.toml(n.line(), kind))));
        }
    }
}
