package dev.waag.attest;

import dev.waag.core.Sha256;
import dev.waag.sign.Dsse;
import java.util.List;

/** Whether the statement in a verified envelope is about a file. */
final class SubjectCheck {
    private static final String CHECK = "subject";

    private SubjectCheck() {}

    /**
     * One of the subjects is the file by digest, and by name where that is asked for. A distribution's name says what it is, so
     * there it always counts; in-toto leaves names of other files to whoever wrote the statement.
     */
    static EvidenceCheck check(String evidence, Dsse envelope, String filename, Sha256 sha256, boolean byName) {
        if (!envelope.payloadType().equals(Statement.PAYLOAD_TYPE)) {
            return EvidenceCheck.fail(
                    evidence, CHECK, "the envelope holds no in-toto statement but " + envelope.payloadType());
        }
        Statement statement;
        try {
            statement = Statement.parse(envelope.payload());
        } catch (EvidenceException e) {
            return EvidenceCheck.fail(evidence, CHECK, e.reason());
        }
        List<Subject> same = statement.subjects().stream()
                .filter(s -> s.sha256().filter(sha256::equals).isPresent())
                .toList();
        if (same.isEmpty()) {
            return EvidenceCheck.fail(evidence, CHECK, "the statement is about files with another SHA-256");
        }
        boolean named = same.stream().anyMatch(s -> isNamed(s.name(), filename));
        if (byName && !named) {
            return EvidenceCheck.fail(
                    evidence,
                    CHECK,
                    "the statement is about another file name: "
                            + same.getFirst().name());
        }
        return EvidenceCheck.pass(
                evidence,
                CHECK,
                (named ? filename + ", by name and SHA-256: " : "by its SHA-256: ") + statement.predicateType());
    }

    /** Tools write the path below the folder that they ran in. */
    private static boolean isNamed(String subject, String filename) {
        String last = subject.substring(subject.lastIndexOf('/') + 1);
        return last.equals(filename) || DistributionFiles.same(last, filename);
    }
}
