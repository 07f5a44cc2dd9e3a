package dev.waag.policy;

import dev.waag.core.Suggest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a policy file: the default pack as it sets it, its own rules, its waivers. */
final class PolicyReader {
    private static final List<String> KEYS = List.of("extends", "rules", "rule", "waiver");

    private final TomlFile file;
    private final String text;

    private PolicyReader(PolicySource source) {
        this.file = new TomlFile(source);
        this.text = source.text();
    }

    static Policy read(PolicySource source) throws PolicyException {
        return new PolicyReader(source).policy();
    }

    private Policy policy() throws PolicyException {
        TomlSection root = file.root();
        root.allow(KEYS);
        boolean all = !root.word("extends", List.of("default", "none"))
                .orElse("default")
                .equals("none");
        List<FileRule> own = FileRuleReader.read(file, root.sections("rule"));
        List<Rule> rules = new ArrayList<>(pack(root, all));
        rules.addAll(own);
        Set<String> ids = new TreeSet<>(DefaultPack.ids());
        root.sections("rule").forEach(r -> r.value("id").ifPresent(id -> ids.add(String.valueOf(id))));
        List<Waiver> waivers = WaiverReader.read(root.sections("waiver"), ids);
        file.check();
        return new Policy(rules, waivers, text);
    }

    /** The default pack: with {@code extends = "none"} only what the file names is in. */
    private List<PackRule> pack(TomlSection root, boolean all) {
        Optional<TomlSection> tables = root.section("rules");
        tables.ifPresent(this::refuseUnknown);
        return DefaultPack.RULES.stream()
                .map(rule -> {
                    Optional<TomlSection> table = tables.flatMap(t -> t.section(rule.id()));
                    Optional<Action> action =
                            table.flatMap(t -> t.word("action", Action.words())).flatMap(Action::of);
                    Map<String, Object> settings =
                            table.map(t -> settings(rule, t)).orElse(Map.of());
                    return PackRule.of(rule, action, all || table.isPresent(), settings);
                })
                .toList();
    }

    private void refuseUnknown(TomlSection tables) {
        for (String id : tables.keys()) {
            if (DefaultPack.find(id).isEmpty()) {
                tables.error(
                        id,
                        "there is no default rule '" + id + "'" + Suggest.hint(id, DefaultPack.ids())
                                + "; rules of your own are written [[rule]]");
            }
        }
    }

    private static Map<String, Object> settings(DefaultRule rule, TomlSection table) {
        List<String> known = new ArrayList<>(List.of("action"));
        rule.settings().forEach(s -> known.add(s.key()));
        table.allow(known);
        Map<String, Object> given = new HashMap<>();
        for (Setting setting : rule.settings()) {
            table.value(setting.key()).ifPresent(value -> {
                Optional<Object> read = setting.type().read(value);
                read.ifPresentOrElse(
                        v -> given.put(setting.key(), v),
                        () -> table.errorAtValue(setting.key(), setting.type().fault(setting.key(), value)));
            });
        }
        return given;
    }
}
