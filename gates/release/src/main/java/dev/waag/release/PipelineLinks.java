package dev.waag.release;

import dev.waag.attest.Link;
import dev.waag.attest.LinkChain;
import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pipeline links that came with a file.
 *
 * @param signed by stage, those that a key for links signed; of several, the one that came last
 * @param objections by stage, why a link of it does not count, where none does
 */
record PipelineLinks(Map<String, Link> signed, Map<String, String> objections) {
    /** As a refusal names the rule. */
    static final String RULE = "stages";

    /** @param texts of DSSE envelopes, one a line or one document, in the order in which they came */
    static PipelineLinks of(List<String> texts, TrustedEvidence trust) {
        Map<String, Link> signed = new LinkedHashMap<>();
        Map<String, String> objections = new LinkedHashMap<>();
        for (String text : texts) {
            try {
                for (Dsse envelope : Dsse.parseAll(text)) {
                    Optional<Link> link = link(envelope);
                    if (link.isEmpty()) {
                        continue;
                    }
                    Optional<String> objection = trust.objection(envelope);
                    if (objection.isPresent()) {
                        objections.put(link.get().name(), objection.get());
                    } else {
                        signed.remove(link.get().name());
                        signed.put(link.get().name(), link.get());
                    }
                }
            } catch (NoteException e) {
                continue; // was refused when it came
            }
        }
        objections.keySet().removeAll(signed.keySet());
        return new PipelineLinks(signed, objections);
    }

    private static Optional<Link> link(Dsse envelope) {
        return envelope.payloadType().equals(Dsse.IN_TOTO) ? Link.parse(envelope.payload()) : Optional.empty();
    }

    /** What is wrong with a text of links, whoever signed them; empty where each can be read. */
    static Optional<String> fault(String text) {
        try {
            boolean all = Dsse.parseAll(text).stream().allMatch(e -> link(e).isPresent());
            return all ? Optional.empty() : Optional.of("one of the links is no in-toto link");
        } catch (NoteException e) {
            return Optional.of("the links are no DSSE envelopes: " + e.getMessage());
        }
    }

    /** The stages that hold for the file: none where there is a gap between them, or to it. */
    Set<String> holding(List<String> order, String filename, Sha256 sha256) {
        return new LinkChain(order, signed).gaps(filename, sha256).isEmpty() ? signed.keySet() : Set.of();
    }

    /** What keeps the file from having gone through all the stages, in the form of {@link ReleaseRules#failures}. */
    List<Map<String, Object>> failures(List<String> needed, String filename, Sha256 sha256) {
        List<Map<String, Object>> failures = new ArrayList<>();
        for (String stage : needed) {
            if (!signed.containsKey(stage)) {
                failures.add(failure(
                        stage,
                        Optional.ofNullable(objections.get(stage))
                                .map(o -> "the link of the stage '" + stage + "' does not count for " + filename + ": "
                                        + o)
                                .orElse("there is no link of the stage '" + stage + "' for " + filename),
                        objections.containsKey(stage)
                                ? "run the stage with a key that this gate trusts for links: one of its ring with the purpose pipeline, or one of [release] stage-keys"
                                : "run it (waag run " + stage
                                        + "), and attach its link: waag publish --links DIR, or waag release attach"));
            }
        }
        if (failures.isEmpty()) {
            new LinkChain(needed, signed)
                    .gaps(filename, sha256)
                    .forEach(g -> failures.add(failure(g.stage(), g.message(), g.help())));
        }
        return failures;
    }

    private static Map<String, Object> failure(String stage, String message, String help) {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("rule", RULE);
        failure.put("stage", stage);
        failure.put("message", message);
        failure.put("help", help);
        return failure;
    }
}
