package dev.waag.advisory;

import java.util.Optional;

/** What catalogues of vulnerabilities say of one id. */
record CveFacts(boolean exploited, Optional<Epss> epss) {
    static final CveFacts NONE = new CveFacts(false, Optional.empty());

    /** What either says; of two probabilities the higher. */
    CveFacts and(CveFacts other) {
        boolean otherHigher = epss.isEmpty()
                || other.epss.isPresent()
                        && other.epss.get().score() > epss.get().score();
        return new CveFacts(exploited || other.exploited, otherHigher ? other.epss : epss);
    }

    byte[] block(String id) {
        ByteWriter out = new ByteWriter().text(id).u8((exploited ? 1 : 0) | (epss.isPresent() ? 2 : 0));
        if (epss.isPresent()) {
            out.i64(Double.doubleToLongBits(epss.get().score()))
                    .i64(Double.doubleToLongBits(epss.get().percentile()));
        }
        return out.toBytes();
    }

    /** @param in what follows the id */
    static CveFacts read(ByteReader in) {
        int flags = in.u8();
        if ((flags & 2) == 0) {
            return new CveFacts((flags & 1) != 0, Optional.empty());
        }
        double score = Double.longBitsToDouble(in.i64());
        double percentile = Double.longBitsToDouble(in.i64());
        if (!(score >= 0 && score <= 1 && percentile >= 0 && percentile <= 1)) {
            throw new BrokenIndexException("it holds a probability that is none");
        }
        return new CveFacts((flags & 1) != 0, Optional.of(new Epss(score, percentile)));
    }
}
