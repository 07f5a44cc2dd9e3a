package dev.waag.advisory;

import java.util.Optional;

/** What catalogues of vulnerabilities say of one id, or of several together. */
record CveFacts(boolean exploited, Optional<Epss> epss) {
    static final CveFacts NONE = new CveFacts(false, Optional.empty());

    boolean isNone() {
        return !exploited && epss.isEmpty();
    }

    /** What either says; of two probabilities the higher. */
    CveFacts and(CveFacts other) {
        boolean otherHigher = epss.isEmpty()
                || other.epss.isPresent()
                        && other.epss.get().score() > epss.get().score();
        return new CveFacts(exploited || other.exploited, otherHigher ? other.epss : epss);
    }

    /** Nothing, or two numbers. */
    byte[] epssBytes() {
        ByteWriter out = new ByteWriter();
        if (epss.isPresent()) {
            out.i64(Double.doubleToLongBits(epss.get().score()))
                    .i64(Double.doubleToLongBits(epss.get().percentile()));
        }
        return out.toBytes();
    }

    static Optional<Epss> readEpss(ByteReader in) {
        if (in.isAtEnd()) {
            return Optional.empty();
        }
        double score = Double.longBitsToDouble(in.i64());
        double percentile = Double.longBitsToDouble(in.i64());
        if (!(score >= 0 && score <= 1 && percentile >= 0 && percentile <= 1)) {
            throw new BrokenIndexException("it holds a probability that is none");
        }
        return Optional.of(new Epss(score, percentile));
    }
}
