package dev.waag.release;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A recall as documents that other programs read: OpenVEX 0.2.0, and CSAF 2.0 (profile 4, security advisory). */
public final class RecallDocuments {
    private RecallDocuments() {}

    /** One product: a release that is concerned. */
    private record Product(String project, String version, String how, String on) {
        String purl() {
            return "pkg:pypi/" + project + "@" + version.replace("+", "%2B").replace("!", "%21");
        }

        String id() {
            return project + "-" + version;
        }

        String action(boolean blocked) {
            return blocked || how.equals("recalled")
                    ? "The release was recalled; take another."
                    : "It rests on " + on + ", which was recalled; publish a release without it.";
        }
    }

    /**
     * Writes OpenVEX.
     *
     * @param report as {@link ReleaseGate#recall} told it
     * @param base the gate's address, which names the document's author
     */
    public static Map<String, Object> openVex(Map<String, Object> report, String base, Instant now) {
        String target = String.valueOf(report.get("target"));
        Set<String> blocked = blocked(report);
        List<Map<String, Object>> statements = new ArrayList<>();
        for (Product p : products(report)) {
            Map<String, Object> product = new LinkedHashMap<>();
            product.put("@id", p.purl());
            product.put("identifiers", Map.of("purl", p.purl()));
            if (!p.on().isEmpty() && !p.on().equals(p.project() + "==" + p.version())) {
                product.put("subcomponents", List.of(Map.of("@id", purl(p.on()))));
            }
            Map<String, Object> statement = new LinkedHashMap<>();
            statement.put("vulnerability", Map.of("name", target));
            statement.put("products", List.of(product));
            statement.put("status", "affected");
            statement.put("action_statement", p.action(blocked.contains(p.project() + "==" + p.version())));
            statements.add(statement);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("@context", "https://openvex.dev/ns/v0.2.0");
        document.put("@id", base + "/api/v1/recalls/" + id(report));
        document.put("author", base);
        document.put("timestamp", time(now));
        document.put("version", 1);
        document.put("tooling", "waag");
        document.put("statements", statements);
        return document;
    }

    /** Writes CSAF; as {@link #openVex}. */
    public static Map<String, Object> csaf(Map<String, Object> report, String base, Instant now) {
        String target = String.valueOf(report.get("target"));
        List<Product> products = products(report);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("category", "csaf_security_advisory");
        document.put("csaf_version", "2.0");
        document.put("lang", "en");
        document.put("publisher", Map.of("category", "vendor", "name", host(base), "namespace", base));
        document.put("title", "Recall of " + target);
        document.put(
                "notes",
                List.of(Map.of(
                        "category",
                        "summary",
                        "text",
                        "Releases that are concerned by the recall of " + target + ", as the gate's ledger tells.")));
        document.put(
                "references",
                List.of(Map.of(
                        "category", "self", "summary", "This recall", "url", base + "/api/v1/recalls/" + id(report))));
        String at = time(now);
        Map<String, Object> tracking = new LinkedHashMap<>();
        tracking.put("id", "waag-" + id(report));
        tracking.put("status", "final");
        tracking.put("version", "1");
        tracking.put("initial_release_date", at);
        tracking.put("current_release_date", at);
        tracking.put("revision_history", List.of(Map.of("date", at, "number", "1", "summary", "Recalled")));
        document.put("tracking", tracking);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("document", document);
        if (!products.isEmpty()) {
            all.put("product_tree", Map.of("full_product_names", names(products)));
        }
        all.put("vulnerabilities", List.of(vulnerability(target, products, blocked(report))));
        return all;
    }

    private static List<Map<String, Object>> names(List<Product> products) {
        List<Map<String, Object>> names = new ArrayList<>();
        for (Product p : products) {
            Map<String, Object> name = new LinkedHashMap<>();
            name.put("product_id", p.id());
            name.put("name", p.project() + " " + p.version());
            name.put("product_identification_helper", Map.of("purl", p.purl()));
            names.add(name);
        }
        return names;
    }

    private static Map<String, Object> vulnerability(String target, List<Product> products, Set<String> blocked) {
        Map<String, Object> v = new LinkedHashMap<>();
        if (target.matches("CVE-[0-9]{4}-[0-9]{4,}")) {
            v.put("cve", target);
        } else {
            v.put("ids", List.of(Map.of("system_name", "recall", "text", target)));
        }
        v.put("notes", List.of(Map.of("category", "description", "text", "Recall of " + target)));
        if (!products.isEmpty()) {
            v.put(
                    "product_status",
                    Map.of("known_affected", products.stream().map(Product::id).toList()));
            v.put(
                    "remediations",
                    products.stream()
                            .map(p -> Map.of(
                                    "category",
                                    "mitigation",
                                    "details",
                                    p.action(blocked.contains(p.project() + "==" + p.version())),
                                    "product_ids",
                                    List.of(p.id())))
                            .toList());
        }
        return v;
    }

    /** What was recalled, and what is published here and certainly rests on it; each once. */
    private static List<Product> products(Map<String, Object> report) {
        Map<String, Product> products = new LinkedHashMap<>();
        for (Object text : list(report, "recalled")) {
            String[] parts = String.valueOf(text).split("==", 2);
            products.put(String.valueOf(text), new Product(parts[0], parts[1], "recalled", ""));
        }
        for (Object o : list(report, "releases")) {
            if (o instanceof Map<?, ?> r && Boolean.TRUE.equals(r.get("certain"))) {
                Product p = new Product(
                        String.valueOf(r.get("project")),
                        String.valueOf(r.get("version")),
                        String.valueOf(r.get("how")),
                        String.valueOf(r.get("on")));
                products.putIfAbsent(p.project() + "==" + p.version(), p);
            }
        }
        return List.copyOf(products.values());
    }

    private static Set<String> blocked(Map<String, Object> report) {
        Set<String> all = new LinkedHashSet<>();
        for (Object o : list(report, "blocked")) {
            if (o instanceof Map<?, ?> r) {
                all.add(r.get("project") + "==" + r.get("version"));
            }
        }
        return all;
    }

    private static List<?> list(Map<String, Object> report, String member) {
        return report.get(member) instanceof List<?> list ? list : List.of();
    }

    private static String purl(String release) {
        return "pkg:pypi/" + release.replace("==", "@").replace("+", "%2B").replace("!", "%21");
    }

    /** The recall's own, or for one that was only looked at, one that follows from what was found. */
    private static String id(Map<String, Object> report) {
        return report.get("id") instanceof String id
                ? id
                : Sha256.of(Json.MAPPER.writeValueAsBytes(report)).hex().substring(0, 16);
    }

    private static String host(String base) {
        return Optional.ofNullable(URI.create(base).getHost()).orElse(base);
    }

    private static String time(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
