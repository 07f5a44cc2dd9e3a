package dev.waag.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code [[source]]} tables of Poetry, PDM and Pipenv. Each one that is not the gate is a finding; several, not all
 * of them the gate, are one more at the second table; and so is a gate that leaves the client's built-in index in use.
 */
record SourceTables(Client client, Source source, Judge judge) {
    /**
     * @param replaces whether the table takes the place of the client's default index
     * @param url absent for the client's own index by its name
     */
    record Table(String name, Optional<TomlNode> url, int line, boolean replaces) {
        Optional<String> address() {
            return url.flatMap(TomlNode::text);
        }
    }

    /** @param section where the project uses the client; a project without any source is judged there */
    void examine(List<Table> tables, int section, String remedy) {
        List<Table> strangers = new ArrayList<>();
        for (Table table : tables) {
            table.address().ifPresent(u -> judge.index(client, "source", u, at(table), table.replaces()));
            if (judge.gate().isPresent() && table.address().isEmpty()) {
                judge.find(
                        "source",
                        client,
                        at(table),
                        "source " + Shown.url(table.name()) + " is " + client.text()
                                + "'s own public index, not the gate",
                        "remove this source from line " + table.line() + " of " + source.place());
            }
            if (!isGate(table)) {
                strangers.add(table);
            }
        }
        several(tables, strangers);
        boolean replaced = tables.stream().anyMatch(Table::replaces);
        boolean elsewhere = judge.sightings().stream()
                .anyMatch(s -> s.client() == client
                        && s.replaces()
                        && s.where().source().covers(source));
        if (judge.gate().isPresent() && !replaced && !elsewhere) {
            int line = tables.isEmpty() ? section : tables.getFirst().line();
            judge.find(
                    "source",
                    client,
                    source.toml(line, "source"),
                    tables.isEmpty()
                            ? "no source is set, so " + client.text() + " uses its built-in public index"
                            : "no source takes the place of " + client.text()
                                    + "'s built-in public index, which stays in use",
                    "write in " + source.place() + ": " + remedy);
        }
    }

    private void several(List<Table> tables, List<Table> strangers) {
        if (tables.size() < 2 || strangers.isEmpty()) {
            return;
        }
        List<String> names = tables.stream().map(t -> Shown.url(t.name())).toList();
        judge.find(
                "sources",
                client,
                source.toml(tables.get(1).line(), "source"),
                tables.size() + " sources (" + String.join(", ", names)
                        + "): a name that one lacks is taken from another",
                "keep one source, the gate (" + judge.gateOr("its /simple/ URL")
                        + "), and let the gate ask the others as upstreams");
    }

    private boolean isGate(Table table) {
        return judge.gate().isPresent()
                && table.address().filter(u -> judge.gate().get().isIndex(u)).isPresent();
    }

    private Where at(Table table) {
        return source.toml(table.url().map(TomlNode::line).orElse(table.line()), "url");
    }
}
