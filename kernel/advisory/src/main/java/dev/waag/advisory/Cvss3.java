package dev.waag.advisory;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** Scores of CVSS 3.0 and 3.1 (specification document, section 7 "CVSS v3.1 Equations", and the same in 3.0, section 8). */
final class Cvss3 {
    private static final CvssMetrics.Known KNOWN = new CvssMetrics.Known(
            "AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:H,L,N I:H,L,N A:H,L,N",
            "E:H,F,P,U RL:U,W,T,O RC:C,R,U CR:H,M,L IR:H,M,L AR:H,M,L MAV:N,A,L,P MAC:L,H MPR:N,L,H MUI:N,R MS:U,C MC:N,L,H"
                    + " MI:N,L,H MA:N,L,H",
            "X");
    private static final List<String> ENVIRONMENTAL =
            List.of("CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA");
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final MathContext EXACT_ENOUGH = new MathContext(60);

    private final String version;
    private final CvssMetrics metrics;

    private Cvss3(String version, CvssMetrics metrics) {
        this.version = version;
        this.metrics = metrics;
    }

    static Optional<Cvss> score(String version, String vector) {
        return KNOWN.read(vector).map(m -> new Cvss3(version, m).cvss());
    }

    private Cvss cvss() {
        BigDecimal base = base();
        BigDecimal score = metrics.hasAny(ENVIRONMENTAL) ? temporal(environmental()) : temporal(base);
        return new Cvss(version, base.doubleValue(), score.doubleValue());
    }

    private BigDecimal base() {
        BigDecimal iss =
                ONE.subtract(left(impact("C")).multiply(left(impact("I"))).multiply(left(impact("A"))));
        boolean changed = metrics.get("S").equals("C");
        BigDecimal impact = changed ? changedImpact(iss, false) : number("6.42").multiply(iss);
        return together(
                impact,
                changed,
                exploitability(metrics.get("AV"), metrics.get("AC"), metrics.get("PR"), metrics.get("UI"), changed));
    }

    private BigDecimal environmental() {
        BigDecimal product = left(impactOf(metrics.modified("C")).multiply(requirement("CR")))
                .multiply(left(impactOf(metrics.modified("I")).multiply(requirement("IR"))))
                .multiply(left(impactOf(metrics.modified("A")).multiply(requirement("AR"))));
        BigDecimal miss = ONE.subtract(product).min(number("0.915"));
        boolean changed = metrics.modified("S").equals("C");
        BigDecimal impact = changed
                ? changedImpact(miss, version.equals("3.1"))
                : number("6.42").multiply(miss);
        return together(
                impact,
                changed,
                exploitability(
                        metrics.modified("AV"),
                        metrics.modified("AC"),
                        metrics.modified("PR"),
                        metrics.modified("UI"),
                        changed));
    }

    /** The impact where the scope changes; the environmental one of 3.1 has another last term. */
    private static BigDecimal changedImpact(BigDecimal iss, boolean modified31) {
        BigDecimal first = number("7.52").multiply(iss.subtract(number("0.029")));
        BigDecimal second = modified31
                ? iss.multiply(number("0.9731")).subtract(number("0.02")).pow(13, EXACT_ENOUGH)
                : iss.subtract(number("0.02")).pow(15, EXACT_ENOUGH);
        return first.subtract(number("3.25").multiply(second));
    }

    private BigDecimal together(BigDecimal impact, boolean changed, BigDecimal exploitability) {
        if (impact.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal sum = impact.add(exploitability);
        return roundUp((changed ? number("1.08").multiply(sum) : sum).min(BigDecimal.TEN));
    }

    private BigDecimal temporal(BigDecimal score) {
        return roundUp(score.multiply(number(CvssWeights.of(metrics.get("E"), "F 0.97 P 0.94 U 0.91")))
                .multiply(number(CvssWeights.of(metrics.get("RL"), "W 0.97 T 0.96 O 0.95")))
                .multiply(number(CvssWeights.of(metrics.get("RC"), "R 0.96 U 0.92"))));
    }

    private static BigDecimal exploitability(String av, String ac, String pr, String ui, boolean changed) {
        return number("8.22")
                .multiply(number(CvssWeights.of(av, "N 0.85 A 0.62 L 0.55 P 0.2")))
                .multiply(number(CvssWeights.of(ac, "L 0.77 H 0.44")))
                .multiply(number(CvssWeights.of(pr, changed ? "N 0.85 L 0.68 H 0.5" : "N 0.85 L 0.62 H 0.27")))
                .multiply(number(CvssWeights.of(ui, "N 0.85 R 0.62")));
    }

    private BigDecimal impact(String metric) {
        return impactOf(metrics.get(metric));
    }

    private static BigDecimal impactOf(String value) {
        return number(CvssWeights.of(value, "H 0.56 L 0.22 N 0"));
    }

    private BigDecimal requirement(String metric) {
        return number(CvssWeights.of(metrics.get(metric), "H 1.5 M 1 L 0.5"));
    }

    /** Up to one decimal. 3.1's Appendix A rounds to five decimals first, so that a last digit of floating point does not count. */
    private BigDecimal roundUp(BigDecimal value) {
        BigDecimal rounded = version.equals("3.1") ? value.setScale(5, RoundingMode.HALF_UP) : value;
        return rounded.setScale(1, RoundingMode.CEILING);
    }

    private static BigDecimal left(BigDecimal lost) {
        return ONE.subtract(lost);
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
