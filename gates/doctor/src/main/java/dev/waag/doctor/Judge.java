package dev.waag.doctor;

import dev.waag.core.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges one setting at a time and keeps what was found; which spelling of which client it was is the readers' business. */
final class Judge {
    /** An index that a client is told of; {@code url} with its variables put in, {@code shown} as it may be printed. */
    record Sighting(Client client, String url, String shown, Where where, boolean replaces, boolean gate) {}

    /** That a project uses a client. */
    record Evidence(Client client, Where where) {}

    private static final Set<String> UNSAFE_STRATEGIES = Set.of("unsafe-first-match", "unsafe-best-match");

    private final Optional<GateUrl> gate;
    private final Variables variables;
    private final Set<DoctorFinding> findings = new LinkedHashSet<>();
    private final Set<String> read = new LinkedHashSet<>();
    private final Set<String> unreadable = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();

    Judge(Optional<GateUrl> gate, Map<String, String> environment) {
        this.gate = gate;
        this.variables = new Variables(environment);
    }

    Optional<GateUrl> gate() {
        return gate;
    }

    String gateOr(String otherwise) {
        return gate.map(GateUrl::simple).orElse(otherwise);
    }

    List<Sighting> sightings() {
        return sightings;
    }

    List<Evidence> evidence() {
        return evidence;
    }

    void uses(Client client, Where where) {
        evidence.add(new Evidence(client, where));
    }

    void looked(String place) {
        read.add(Shown.plain(place));
    }

    /** @param place with or without its line */
    void unreadable(String place, String reason) {
        unreadable.add(Shown.plain(place) + ": " + reason);
    }

    void note(Where where, String text) {
        notes.add(Shown.plain(where.at()) + ": " + text);
    }

    void find(String setting, Client client, Where where, String message, String help) {
        // Everything was masked where it was put in; this is the second lock.
        findings.add(new DoctorFinding(
                setting, where.place(), where.line(), client.text(), Secrets.mask(message), Secrets.mask(help)));
    }

    DoctorReport report() {
        return new DoctorReport(
                findings.stream().sorted(DoctorRender.ORDER).toList(),
                List.copyOf(read),
                List.copyOf(unreadable),
                List.copyOf(notes));
    }

    /** Judges one value of an option by its long name; options that do not concern the gate are passed over. */
    void option(Client client, String option, String value, Where where) {
        switch (option) {
            case "index-url", "pypi-url" -> index(client, "index-url", value, where, true);
            case "default-index", "pypi-mirror", "pypi.url" -> index(client, option, value, where, true);
            case "index" -> index(client, option, value, where, false);
            case "extra-index-url" -> extraIndex(client, value, where);
            case "find-links" -> findLinks(client, value, where);
            case "trusted-host", "allow-insecure-host" -> trustedHost(client, option, value, where);
            case "no-build-isolation", "no-build-isolation-package" -> noBuildIsolation(client, option, value, where);
            case "index-strategy" -> indexStrategy(client, value, where);
            case "torch-backend" -> torchBackend(client, value, where);
            default -> {}
        }
    }

    /** An index; {@code replaces}: it takes the place of the client's built-in default, rather than standing beside it. */
    void index(Client client, String setting, String value, Where where, boolean replaces) {
        String url = variables.expand(unnamed(value));
        if (url.isBlank()) {
            return;
        }
        String shown = Shown.url(unnamed(value));
        boolean unknown = Variables.isUnknown(url);
        boolean isGate = unknown || gate.isPresent() && gate.get().isIndex(url);
        sightings.add(new Sighting(client, url, shown, where, replaces, isGate));
        if (unknown) {
            note(where, setting + " comes from a variable that is not set here, so it cannot be compared");
        } else if (gate.isEmpty()) {
            note(where, setting + " " + shown + " cannot be compared: no --url");
        } else if (!isGate) {
            find(
                    setting,
                    client,
                    where,
                    "`" + where.spelling() + "` sends " + client.text() + " to " + shown + ", which is not the gate",
                    where.replace(gate.get().simple()));
        }
    }

    private void extraIndex(Client client, String value, Where where) {
        String url = variables.expand(unnamed(value));
        boolean isGate = gate.isPresent() && gate.get().isIndex(url);
        if (url.isBlank() || isGate) {
            return;
        }
        find(
                "extra-index-url",
                client,
                where,
                client.text() + " also takes packages from " + Shown.url(unnamed(value))
                        + ", and the highest version of either index wins",
                where.remove() + "; let the gate ask that index as an upstream, or claim its names there");
    }

    void findLinks(Client client, String value, Where where) {
        String url = variables.expand(value);
        if (url.isBlank() || (gate.isPresent() && gate.get().isIndex(url))) {
            return;
        }
        find(
                "find-links",
                client,
                where,
                client.text() + " also takes files from " + Shown.url(value) + ", which the gate never sees",
                where.remove() + "; publish those files to the gate as internal packages");
    }

    private void trustedHost(Client client, String option, String value, Where where) {
        if (value.isBlank() || (gate.isPresent() && gate.get().needsTrust(value))) {
            return;
        }
        find(
                option,
                client,
                where,
                client.text() + " does not check who answers for " + Shown.url(value) + ", so anybody on the way can",
                where.remove()
                        + "; where the certificate is private, give its authority with SSL_CERT_FILE or pip's `cert`");
    }

    /** pip reads a boolean of this name the wrong way round in variables and files, so there any value is a finding. */
    private void noBuildIsolation(Client client, String option, String value, Where where) {
        boolean inverted = client == Client.PIP && where.style() != Source.Style.OPTION;
        if (value.isBlank() || (!inverted && Variables.isFalse(value))) {
            return;
        }
        String which = option.endsWith("package") ? " of " + Shown.url(value) : "";
        find(
                option,
                client,
                where,
                "builds" + which + " use whatever is installed instead of build requirements that came through the gate"
                        + (inverted ? " (pip takes `false` here for \"without isolation\")" : ""),
                where.remove());
    }

    private void indexStrategy(Client client, String value, Where where) {
        if (UNSAFE_STRATEGIES.contains(value.strip())) {
            find(
                    "index-strategy",
                    client,
                    where,
                    Shown.plain(value.strip())
                            + " lets any index answer for a name that another one has (dependency confusion)",
                    where.remove() + ", or " + where.replace("first-index"));
        }
    }

    private void torchBackend(Client client, String value, Where where) {
        if (!value.isBlank()) {
            find(
                    "torch-backend",
                    client,
                    where,
                    client.text() + " takes PyTorch's packages from PyTorch's own index",
                    where.remove() + "; let the gate ask that index as an upstream");
        }
    }

    /** A requirement that names an address instead of a version. */
    void requirement(Client client, String requirement, Where where) {
        DirectUrl.in(requirement).ifPresent(found -> directUrl(client, found.name(), found.url(), where));
    }

    /** @param name the project's name, empty where it is not given */
    void directUrl(Client client, String name, String value, Where where) {
        if (gate.isPresent() && gate.get().serves(variables.expand(value))) {
            return;
        }
        String what = name.isEmpty() ? "a requirement" : Shown.url(name);
        find(
                "direct-url",
                client,
                where,
                what + " comes straight from " + Shown.url(value) + ", not through the gate",
                "on line " + where.line() + " of " + where.place() + " write "
                        + (name.isEmpty() ? "`name==version`" : "`" + Shown.url(name) + "==version`")
                        + " in its place; publish it to the gate where no index has it");
    }

    /** uv's named index: {@code name=url}. */
    private static String unnamed(String value) {
        return value.strip().replaceFirst("^[A-Za-z0-9._-]+=(?=[A-Za-z][A-Za-z0-9+.-]*://)", "");
    }
}
