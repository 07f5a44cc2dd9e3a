package dev.waag.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code [tool.poetry]} table of a {@code pyproject.toml}. */
record PoetrySettings(TomlNode root, Source source, Judge judge) {
    void examine() {
        judge.uses(Client.POETRY, source.toml(root.line(), "[tool.poetry]"));
        List<SourceTables.Table> tables =
                root.all("source").stream().map(this::table).toList();
        new SourceTables(Client.POETRY, source, judge).examine(tables, root.line(), remedy());
        for (Map<String, TomlNode> group : groups()) {
            group.forEach((name, value) -> value.items().forEach(v -> dependency(name, v)));
        }
    }

    private String remedy() {
        return "[[tool.poetry.source]] with name = \"gate\", url = \"" + judge.gateOr("the gate's /simple/ URL")
                + "\", priority = \"primary\"";
    }

    /** Poetry: a source without a priority, or with the older word "default", is primary; one primary source disables the public index. */
    private SourceTables.Table table(TomlNode source) {
        String priority = source.text("priority").orElse("primary");
        boolean replaces = (priority.equals("primary") || priority.equals("default")) && !source.isTrue("secondary");
        return new SourceTables.Table(
                source.text("name").orElse("without a name"), source.at("url"), source.line(), replaces);
    }

    private List<Map<String, TomlNode>> groups() {
        List<Map<String, TomlNode>> groups = new ArrayList<>();
        for (String key : List.of("dependencies", "dev-dependencies", "requires-plugins")) {
            root.at(key).map(TomlNode::entries).ifPresent(groups::add);
        }
        root.at("group")
                .map(TomlNode::entries)
                .orElse(Map.of())
                .values()
                .forEach(g -> g.at("dependencies").map(TomlNode::entries).ifPresent(groups::add));
        return groups;
    }

    private void dependency(String name, TomlNode value) {
        for (String kind : List.of("git", "url")) {
            value.at(kind)
                    .ifPresent(n -> n.text()
                            .filter(DirectUrl::isRemote)
                            .ifPresent(u -> judge.directUrl(Client.POETRY, name, u, source.toml(n.line(), kind))));
        }
        value.at("source")
                .ifPresent(n -> n.text().filter(s -> !isGate(s)).ifPresent(s -> {
                    Where where = source.toml(n.line(), "source");
                    judge.find(
                            "source",
                            Client.POETRY,
                            where,
                            Shown.url(name) + " is taken from the source " + Shown.url(s) + ", which is not the gate",
                            where.remove() + "; let the gate ask that source as an upstream for this name");
                }));
    }

    private boolean isGate(String name) {
        Optional<String> url = root.all("source").stream()
                .filter(s -> s.text("name").filter(name::equalsIgnoreCase).isPresent())
                .findFirst()
                .flatMap(s -> s.text("url"));
        return judge.gate().isEmpty()
                ? root.all("source").size() < 2
                : url.filter(judge.gate().get()::isIndex).isPresent();
    }
}
