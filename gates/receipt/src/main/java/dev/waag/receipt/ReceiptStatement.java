package dev.waag.receipt;

import dev.waag.attest.Statement;
import dev.waag.attest.Subject;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.index.IndexGate;
import dev.waag.index.PageOutcome;
import dev.waag.python.ProjectName;
import dev.waag.store.FileRecord;
import dev.waag.store.Receipts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The statement of a receipt, as the package comment has it. */
final class ReceiptStatement {
    /** Of all pages together: so that the statement stays one that others read. */
    private static final int MAX_OFFERED = 200_000;

    private final IndexGate gate;

    ReceiptStatement(IndexGate gate) {
        this.gate = gate;
    }

    /** @param given digests of what was given to anybody, by project */
    Statement of(
            Receipt receipt,
            List<Receipts.Served> files,
            Collection<String> pages,
            Function<ProjectName, Set<String>> given) {
        ObjectNode predicate = Json.MAPPER.valueToTree(receipt.fields());
        ArrayNode distributions = predicate.putArray("distributions");
        List<Subject> subjects = new ArrayList<>();
        for (Receipts.Served file : files) {
            ObjectNode json = distributions.addObject();
            json.put("name", file.project());
            json.put("version", file.version());
            json.put("filename", file.filename());
            json.put("sha256", file.sha256());
            json.put("decision", "allow");
            json.put("decision_id", file.decision());
            json.put("ledger_index", file.entry());
            Optional<Sha256> digest = Sha256.parse(file.sha256());
            String contents = contents(file.filename(), file.sha256());
            if (!contents.isEmpty()) {
                json.put("contents", contents);
            }
            digest.ifPresent(d -> subjects.add(new Subject(file.filename(), d)));
        }
        offered(predicate.putArray("pages"), pages, given);
        if (subjects.isEmpty()) {
            // a statement has a subject: where nothing was served, it is the receipt itself
            subjects.add(new Subject("receipt-" + receipt.id(), Sha256.of(receipt.body())));
        }
        return new Statement(
                subjects.subList(0, Math.min(subjects.size(), Statement.MAX_SUBJECTS)), Receipt.PREDICATE, predicate);
    }

    private void offered(ArrayNode json, Collection<String> pages, Function<ProjectName, Set<String>> given) {
        int left = MAX_OFFERED;
        for (String page : new TreeSet<>(pages)) {
            Map<String, String> allowed = new TreeMap<>();
            Map<String, String> before = new TreeMap<>();
            Optional<ProjectName> name = ProjectName.parse(page);
            if (name.isPresent() && gate.page(name.get(), false) instanceof PageOutcome.Found found) {
                Set<String> digests = given.apply(name.get());
                for (FileRecord file : found.view().files()) {
                    String sha256 = file.effective().hashes().getOrDefault("sha256", "");
                    if (file.decision().allows() && !sha256.isEmpty() && left > 0) {
                        allowed.put(file.filename(), sha256);
                        left--;
                        if (digests.contains(sha256)) {
                            before.put(file.filename(), contents(file.filename(), sha256));
                        }
                    }
                }
            }
            ObjectNode one = json.addObject();
            one.put("name", page);
            ObjectNode files = one.putObject("files");
            allowed.forEach(files::put);
            ObjectNode had = one.putObject("given");
            before.forEach(had::put);
        }
    }

    /** Of a wheel that is still here; else {@code ""}. */
    private String contents(String filename, String sha256) {
        return filename.endsWith(".whl")
                ? Sha256.parse(sha256)
                        .flatMap(d -> gate.files().reading(d, Contents::ofWheel))
                        .map(Sha256::hex)
                        .orElse("")
                : "";
    }
}
