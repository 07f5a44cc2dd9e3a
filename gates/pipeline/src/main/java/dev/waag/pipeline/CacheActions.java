package dev.waag.pipeline;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which actions restore a cache, by their inputs. */
final class CacheActions {
    /** Whether a step restores a cache. */
    enum Use {
        NO,
        /** An expression decides. */
        MAYBE,
        YES
    }

    /** How an action's inputs decide. */
    private interface Control {
        Use of(CiFile file, CiFile.Step step);
    }

    private static final Map<String, Control> CONTROLS = Map.ofEntries(
            Map.entry("actions/cache", off("lookup-only")),
            Map.entry("actions/cache/restore", off("lookup-only")),
            Map.entry("actions/setup-java", named("cache")),
            Map.entry("actions/setup-go", on("cache", true)),
            Map.entry(
                    "actions/setup-node",
                    any(exactly("cache", "npm", "yarn", "pnpm"), on("package-manager-cache", true))),
            Map.entry("actions/setup-python", named("cache")),
            Map.entry("actions/setup-dotnet", on("cache", false)),
            Map.entry("astral-sh/setup-uv", any(exactly("enable-cache", "true"), before(10, on("enable-cache", true)))),
            Map.entry("swatinem/rust-cache", off("lookup-only")),
            Map.entry("ruby/setup-ruby", on("bundler-cache", false)),
            Map.entry("pyo3/maturin-action", on("sccache", false)),
            Map.entry("mlugg/setup-zig", on("use-cache", true)),
            Map.entry("oven-sh/setup-bun", off("no-cache")),
            Map.entry("pnpm/setup", on("cache", false)),
            Map.entry("determinatesystems/magic-nix-cache-action", on("use-gha-cache", true)),
            Map.entry("graalvm/setup-graalvm", named("cache")),
            Map.entry("gradle/actions/setup-gradle", off("cache-disabled")),
            Map.entry("docker/setup-buildx-action", all(on("cache-binary", true), named("version"))),
            Map.entry("actions-rust-lang/setup-rust-toolchain", on("cache", true)),
            Map.entry("mozilla-actions/sccache-action", always()),
            Map.entry("nix-community/cache-nix-action", always()),
            Map.entry("jdx/mise-action", on("cache", true)),
            Map.entry("ramsey/composer-install", not(exactly("ignore-cache", "yes", "true", "1"))),
            Map.entry("awalsh128/cache-apt-pkgs-action", always()),
            Map.entry("pdm-project/setup-pdm", on("cache", false)),
            Map.entry("pre-commit/action", always()));

    /** A release run: what an expression over the reference says there. */
    private static final Pattern ON_TAG = Pattern.compile(
            "(?is)\\s*(!?)\\s*\\(?\\s*(startsWith\\(\\s*github\\.ref\\s*,\\s*'refs/tags/'\\s*\\)|github\\.ref_type\\s*==\\s*'tag'"
                    + "|github\\.event_name\\s*==\\s*'push'\\s*&&\\s*github\\.ref_type\\s*==\\s*'tag'"
                    + "|github\\.ref_type\\s*==\\s*'tag'\\s*&&\\s*github\\.event_name\\s*==\\s*'push'|true|false)\\s*\\)?\\s*");

    private static final Pattern VERSION = Pattern.compile("v?(\\d+)(\\..*)?");
    private static final Pattern COMMENT = Pattern.compile("#.*?\\bv?(\\d+)(\\.\\d+)*\\b.*");

    private CacheActions() {}

    /** @param tagOnly whether the workflow runs for tags and releases only, where an expression over them is decided */
    static Use use(CiFile file, CiFile.Step step, boolean tagOnly) {
        Control control = CONTROLS.get(step.action());
        if (control == null) {
            return Use.NO;
        }
        Use use = control.of(file, step);
        if (use == Use.MAYBE && tagOnly) {
            for (Yaml.Entry e : step.with().entries().values()) {
                Optional<Boolean> said = e.value().asText().flatMap(t -> onTag(t.text()));
                if (said.isPresent()) {
                    boolean inverted = Set.of(
                                    "actions/cache",
                                    "actions/cache/restore",
                                    "swatinem/rust-cache",
                                    "oven-sh/setup-bun",
                                    "gradle/actions/setup-gradle")
                            .contains(step.action());
                    return said.get() != inverted ? Use.YES : Use.NO;
                }
            }
        }
        return use;
    }

    private static Optional<Boolean> onTag(String text) {
        for (Expressions.Fenced f : Expressions.in(text)) {
            Matcher m = ON_TAG.matcher(f.bare());
            if (m.matches()) {
                boolean value = !m.group(2).equalsIgnoreCase("false");
                return Optional.of(value != m.group(1).equals("!"));
            }
        }
        return Optional.empty();
    }

    private static Control always() {
        return (file, step) -> Use.YES;
    }

    /** An input that turns the cache on; {@code usually}: what counts where it is not given. */
    private static Control on(String input, boolean usually) {
        return (file, step) -> {
            Optional<Yaml.Text> given = step.with().text(input);
            if (given.isEmpty()) {
                return usually ? Use.YES : Use.NO;
            }
            String text = given.get().text();
            return text.equals("false") ? Use.NO : isExpression(text) ? Use.MAYBE : Use.YES;
        };
    }

    /** An input that turns the cache off. */
    private static Control off(String input) {
        return (file, step) -> {
            String text = step.with().string(input);
            return text.isEmpty() || text.equals("false") ? Use.YES : isExpression(text) ? Use.MAYBE : Use.NO;
        };
    }

    /** An input that names what is cached. */
    private static Control named(String input) {
        return (file, step) -> step.with().string(input).isEmpty() ? Use.NO : Use.YES;
    }

    private static Control exactly(String input, String... values) {
        return (file, step) -> {
            String text = step.with().string(input);
            return isExpression(text) ? Use.MAYBE : Arrays.asList(values).contains(text) ? Use.YES : Use.NO;
        };
    }

    private static Control not(Control control) {
        return (file, step) -> switch (control.of(file, step)) {
            case YES -> Use.NO;
            case NO -> Use.YES;
            case MAYBE -> Use.MAYBE;
        };
    }

    private static Control any(Control one, Control other) {
        return (file, step) -> max(one.of(file, step), other.of(file, step), 1);
    }

    private static Control all(Control one, Control other) {
        return (file, step) -> max(one.of(file, step), other.of(file, step), -1);
    }

    private static Use max(Use a, Use b, int sign) {
        return a.compareTo(b) * sign >= 0 ? a : b;
    }

    /** Counts below a version of the action, which its reference or the comment behind it says. */
    private static Control before(int major, Control control) {
        return (file, step) -> {
            String uses = step.uses().map(Yaml.Text::text).orElse("");
            String ref = uses.substring(uses.indexOf('@') + 1);
            Matcher m = VERSION.matcher(ref);
            if (ref.matches("[0-9a-f]{40}")) {
                m = COMMENT.matcher(
                        file.lineText(step.uses().map(Yaml.Text::line).orElse(0))
                                .replaceFirst("^[^#]*", ""));
            }
            Use use = control.of(file, step);
            if (!m.matches()) {
                return use == Use.YES ? Use.MAYBE : use;
            }
            return Integer.parseInt(m.group(1)) < major ? use : Use.NO;
        };
    }

    private static boolean isExpression(String text) {
        return Expressions.isIn(text);
    }
}
