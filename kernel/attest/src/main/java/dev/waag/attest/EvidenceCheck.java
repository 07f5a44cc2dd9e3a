package dev.waag.attest;

/**
 * One thing that was looked at.
 *
 * @param evidence the evidence's file name; empty where the check is about the whole
 * @param check what was asked: {@code signature}, {@code subject}, {@code identity}, …
 * @param detail the answer in a sentence
 */
public record EvidenceCheck(String evidence, String check, Outcome result, String detail) {
    /** How a check ended; one that fails refuses the file. */
    public enum Outcome {
        PASS,
        FAIL,
        /** Nothing to compare with. */
        ABSENT;

        /** As it stands in JSON. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static EvidenceCheck pass(String evidence, String check, String detail) {
        return new EvidenceCheck(evidence, check, Outcome.PASS, detail);
    }

    public static EvidenceCheck fail(String evidence, String check, String detail) {
        return new EvidenceCheck(evidence, check, Outcome.FAIL, detail);
    }

    public static EvidenceCheck absent(String evidence, String check, String detail) {
        return new EvidenceCheck(evidence, check, Outcome.ABSENT, detail);
    }

    public boolean failed() {
        return result == Outcome.FAIL;
    }
}
