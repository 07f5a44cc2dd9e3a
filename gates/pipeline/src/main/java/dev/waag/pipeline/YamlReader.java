package dev.waag.pipeline;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML of strangers into {@link Yaml}. Nothing is constructed from tags; aliases are followed, merge keys merged; what is deeper,
 * longer or expands to more than the limits is refused.
 */
final class YamlReader {
    /** A file that is no YAML, or more than anybody writes by hand; {@code line} from 1, 0 where it is not known. */
    static final class Fault extends Exception {
        private final int line;

        Fault(String message, int line) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    private static final int CHARACTERS = 4 << 20;
    private static final int DEPTH = 60;
    /** Nodes after aliases are followed: a workflow of a thousand lines has some ten thousand. */
    private static final long NODES = 200_000;

    private final boolean duplicates;
    private final IdentityHashMap<Node, Yaml> done = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

    private YamlReader(boolean duplicates) {
        this.duplicates = duplicates;
    }

    /**
     * All documents of a file.
     *
     * @param duplicates whether a key may stand twice, the last one then counting
     */
    static List<Yaml> read(String text, boolean duplicates) throws Fault {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CHARACTERS);
        options.setNestingDepthLimit(DEPTH);
        options.setMaxAliasesForCollections(1000);
        try {
            Composer composer = new Composer(
                    new ParserImpl(new StreamReader(new StringReader(text)), options), new Resolver(), options);
            List<Yaml> documents = new ArrayList<>();
            while (composer.checkNode()) {
                documents.add(new YamlReader(duplicates).convert(composer.getNode(), 0));
            }
            return documents;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new Fault(String.valueOf(e.getProblem()), line);
        } catch (YAMLException e) {
            throw new Fault(String.valueOf(e.getMessage()).lines().findFirst().orElse("no YAML"), 0);
        }
    }

    private Yaml convert(Node node, int depth) throws Fault {
        Yaml known = done.get(node);
        if (known != null) {
            return known;
        }
        if (depth > DEPTH) {
            throw new Fault("it is nested too deep", line(node));
        }
        if (open.put(node, true) != null) {
            throw new Fault("an anchor contains itself", line(node));
        }
        Yaml made = switch (node) {
            case ScalarNode s ->
                new Yaml.Text(
                        s.getValue(),
                        line(s),
                        s.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL,
                        s.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN);
            case SequenceNode s -> sequence(s, depth);
            case MappingNode m -> mapping(m, depth);
            default -> throw new Fault("an alias of nothing", line(node));
        };
        open.remove(node);
        done.put(node, made);
        return made;
    }

    private Yaml sequence(SequenceNode node, int depth) throws Fault {
        List<Yaml> items = new ArrayList<>();
        long size = 1;
        for (Node item : node.getValue()) {
            items.add(convert(item, depth + 1));
            size += size(item);
        }
        bound(node, size);
        return new Yaml.Items(items, line(node));
    }

    private Yaml mapping(MappingNode node, int depth) throws Fault {
        Map<String, Yaml.Entry> merged = new LinkedHashMap<>();
        Map<String, Yaml.Entry> own = new LinkedHashMap<>();
        long size = 1;
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Fault("a key that is no text", line(tuple.getKeyNode()));
            }
            Yaml value = convert(tuple.getValueNode(), depth + 1);
            size += 1 + size(tuple.getValueNode());
            if (key.getValue().equals("<<") && key.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
                for (Yaml from : value.asList()) {
                    from.asFields().ifPresent(f -> f.entries().forEach(merged::putIfAbsent));
                }
            } else if (own.put(key.getValue(), new Yaml.Entry(line(key), value)) != null && !duplicates) {
                throw new Fault("the key '" + key.getValue() + "' stands twice", line(key));
            }
        }
        bound(node, size);
        own.forEach(merged::put);
        return new Yaml.Fields(merged, line(node));
    }

    private long size(Node node) {
        return sizes.getOrDefault(node, 1L);
    }

    private void bound(Node node, long size) throws Fault {
        if (size > NODES) {
            throw new Fault("its aliases expand to more than " + NODES + " nodes", line(node));
        }
        sizes.put(node, size);
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }
}
