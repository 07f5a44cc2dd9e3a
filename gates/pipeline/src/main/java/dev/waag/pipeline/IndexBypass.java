package dev.waag.pipeline;

import dev.waag.core.Secrets;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An installer that is told of an index other than the gate, or not to check whom it talks to. */
final class IndexBypass implements CiRule {
    /** What an option or a variable does. */
    private enum Sets {
        /** The one index. */
        INDEX,
        /** A further index, where the highest version of either wins. */
        EXTRA,
        FILES,
        TRUST,
        STRATEGY
    }

    private static final Map<String, Sets> OPTIONS = Map.ofEntries(
            Map.entry("--index-url", Sets.INDEX),
            Map.entry("--pypi-url", Sets.INDEX),
            Map.entry("-i", Sets.INDEX),
            Map.entry("--default-index", Sets.INDEX),
            Map.entry("--pypi-mirror", Sets.INDEX),
            Map.entry("--index", Sets.EXTRA),
            Map.entry("--extra-index-url", Sets.EXTRA),
            Map.entry("--find-links", Sets.FILES),
            Map.entry("-f", Sets.FILES),
            Map.entry("--trusted-host", Sets.TRUST),
            Map.entry("--allow-insecure-host", Sets.TRUST),
            Map.entry("--index-strategy", Sets.STRATEGY));
    private static final Map<String, Sets> VARIABLES = Map.ofEntries(
            Map.entry("PIP_INDEX_URL", Sets.INDEX),
            Map.entry("PIP_PYPI_URL", Sets.INDEX),
            Map.entry("PIP_EXTRA_INDEX_URL", Sets.EXTRA),
            Map.entry("PIP_FIND_LINKS", Sets.FILES),
            Map.entry("PIP_TRUSTED_HOST", Sets.TRUST),
            Map.entry("UV_INDEX_URL", Sets.INDEX),
            Map.entry("UV_DEFAULT_INDEX", Sets.INDEX),
            Map.entry("UV_INDEX", Sets.EXTRA),
            Map.entry("UV_EXTRA_INDEX_URL", Sets.EXTRA),
            Map.entry("UV_FIND_LINKS", Sets.FILES),
            Map.entry("UV_INSECURE_HOST", Sets.TRUST),
            Map.entry("UV_INDEX_STRATEGY", Sets.STRATEGY),
            Map.entry("PDM_PYPI_URL", Sets.INDEX),
            Map.entry("PIPENV_PYPI_MIRROR", Sets.INDEX));
    private static final Set<String> CLIENTS = Set.of(
            "uv",
            "uvx",
            "pipx",
            "pdm",
            "poetry",
            "pipenv",
            "pip-compile",
            "pip-sync",
            "tox",
            "nox",
            "hatch",
            "easy_install");
    private static final Pattern PIP = Pattern.compile("pip[\\d.]*");
    private static final Pattern ASSIGNED =
            Pattern.compile("(?s)(?:--env=|-e|--build-arg=)?((?:PIP|UV|PDM|PIPENV)_[A-Z_]+)=(.*)");
    private static final Pattern URL = Pattern.compile("(?i)(?:[A-Za-z0-9._-]+=)?(https?://\\S+)");

    @Override
    public String id() {
        return "index-bypass";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public String protectsFrom() {
        return "packages that no policy has judged, and names of yours that somebody else registers";
    }

    @Override
    public String help() {
        return "let the gate be the only index (`PIP_INDEX_URL: ${{ vars.WAAG_URL }}/simple/`) and give other indexes to it as upstreams";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        Optional<URI> gate = around.gate().or(() -> declared(file));
        for (Yaml.Fields variables : file.allVariables()) {
            for (Map.Entry<String, Yaml.Entry> e : variables.entries().entrySet()) {
                CiFile.value(e.getValue().value())
                        .ifPresent(v -> value(
                                VARIABLES.get(e.getKey()),
                                e.getKey(),
                                v.text(),
                                e.getValue().keyLine(),
                                gate,
                                to));
            }
        }
        for (CiFile.Job job : file.jobs()) {
            for (CiFile.Step step : job.steps()) {
                step.commands((c, line) -> command(c, line, gate, to));
                inputs(step, gate, to);
            }
        }
    }

    /** The gate that the workflow itself names. */
    private static Optional<URI> declared(CiFile file) {
        for (Yaml.Fields variables : file.allVariables()) {
            Optional<URI> named =
                    variables.get("WAAG_URL").flatMap(CiFile::value).flatMap(t -> uri(t.text()));
            if (named.isPresent()) {
                return named;
            }
        }
        return Optional.empty();
    }

    private void inputs(CiFile.Step step, Optional<URI> gate, To to) {
        for (String input : List.of("index-url", "extra-index-url", "pip-index-url")) {
            step.with()
                    .text(input)
                    .ifPresent(t ->
                            value(OPTIONS.get("--" + input.replace("pip-", "")), input, t.text(), t.line(), gate, to));
        }
    }

    private void command(Shell.Command c, int line, Optional<URI> gate, To to) {
        for (String assigned : c.assigned()) {
            assigned(assigned, line, gate, to);
        }
        List<String> a = c.arguments();
        boolean pip = PIP.matcher(c.program()).matches();
        for (int i = 0; i < a.size(); i++) {
            String w = a.get(i);
            assigned(w, line, gate, to);
            int equals = w.indexOf('=');
            String name = equals > 0 && w.startsWith("--") ? w.substring(0, equals) : w;
            Sets sets = OPTIONS.get(name);
            boolean known = pip
                    || CLIENTS.contains(c.program())
                    || name.startsWith("--") && name.length() > 8 && !name.equals("--index-strategy");
            if (sets != null
                    && known
                    && !(name.equals("-f") && !pip && !c.program().startsWith("uv"))) {
                String value = equals > 0 && w.startsWith("--")
                        ? w.substring(equals + 1)
                        : i + 1 < a.size() ? a.get(i + 1) : "";
                value(sets, name, value, line, gate, to);
            } else if (pip
                    && w.matches("(global|install|download|wheel)\\.[a-z-]+")
                    && a.contains("config")
                    && i + 1 < a.size()) {
                value(OPTIONS.get("--" + w.substring(w.indexOf('.') + 1)), w, a.get(i + 1), line, gate, to);
            } else if (isDirect(c, pip, w)) {
                value(Sets.FILES, "requirement", w.substring(w.indexOf("http")), line, gate, to);
            }
        }
        boolean source = c.program().equals("poetry") && a.contains("source") && a.contains("add");
        if (source) {
            a.stream()
                    .filter(w -> URL.matcher(w).matches())
                    .forEach(w -> value(Sets.EXTRA, "poetry source add", w, line, gate, to));
        }
    }

    /** A distribution that is installed from its address. */
    private static boolean isDirect(Shell.Command c, boolean pip, String word) {
        boolean installs = c.has("install") || c.has("add") || c.has("download");
        return (pip || c.program().equals("uv"))
                && installs
                && word.matches("(?i)([\\w.-]+\\s*@\\s*)?https?://[^\\s#?]+\\.(whl|zip|tar\\.gz|tgz)([#?].*)?");
    }

    private void assigned(String word, int line, Optional<URI> gate, To to) {
        Matcher m = ASSIGNED.matcher(word);
        if (m.matches()) {
            value(VARIABLES.get(m.group(1)), m.group(1), m.group(2), line, gate, to);
        }
    }

    private void value(
            @org.jspecify.annotations.Nullable Sets sets,
            String setting,
            String text,
            int line,
            Optional<URI> gate,
            To to) {
        if (sets == null || text.isBlank()) {
            return;
        }
        String shown = Secrets.mask(text.strip());
        switch (sets) {
            case TRUST -> {
                boolean loopback = text.matches("(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[?::1]?)(:\\d+)?");
                if (!loopback) {
                    to.find(
                            severity(),
                            line,
                            "`" + setting + "`: nobody checks who answers for `" + shown + "`",
                            "give the private authority with SSL_CERT_FILE or PIP_CERT");
                }
            }
            case STRATEGY -> {
                if (text.startsWith("unsafe-")) {
                    to.find(
                            severity(),
                            line,
                            "`" + shown + "` lets any index answer for a name that another one has",
                            help());
                }
            }
            case INDEX, EXTRA, FILES -> {
                for (String one : text.strip().split("[\\s,]+")) {
                    Matcher m = URL.matcher(one);
                    if (m.matches() && !isGate(m.group(1), gate)) {
                        String why = sets == Sets.INDEX ? "sends installers to" : "also takes packages from";
                        to.find(
                                severity(),
                                line,
                                "`" + setting + "` " + why + " `" + Secrets.mask(m.group(1))
                                        + "`, which is not the gate",
                                help());
                    }
                }
            }
        }
    }

    /** Where the gate is not known, an address that comes from a variable may be it, and so may one that says so. */
    private static boolean isGate(String url, Optional<URI> gate) {
        Optional<URI> named = uri(url);
        if (named.isEmpty()) {
            return url.contains("$");
        }
        String host = String.valueOf(named.get().getHost()).toLowerCase(Locale.ROOT);
        if (gate.isPresent()) {
            return host.equalsIgnoreCase(gate.get().getHost())
                    && named.get().getPort() == gate.get().getPort();
        }
        return host.matches("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]") || host.matches("(.*[.-])?waag([.-].*)?");
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = URI.create(text.strip());
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
