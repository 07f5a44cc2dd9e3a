package dev.waag.advisory;

/**
 * How likely a vulnerability is to be exploited within 30 days (FIRST's Exploit Prediction Scoring System).
 *
 * @param score a probability, 0 to 1
 * @param percentile the share of all vulnerabilities whose score is at most this one's, 0 to 1
 */
public record Epss(double score, double percentile) {
    public Epss {
        if (!(score >= 0 && score <= 1 && percentile >= 0 && percentile <= 1)) {
            throw new IllegalArgumentException("probabilities are from 0 to 1");
        }
    }
}
