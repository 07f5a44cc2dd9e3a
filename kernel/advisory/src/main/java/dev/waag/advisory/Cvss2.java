package dev.waag.advisory;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** Scores of CVSS 2 (A Complete Guide to the Common Vulnerability Scoring System Version 2.0, section 3.2 "Equations"). */
final class Cvss2 {
    private static final CvssMetrics.Known KNOWN = new CvssMetrics.Known(
            "AV:L,A,N AC:H,M,L Au:M,S,N C:N,P,C I:N,P,C A:N,P,C",
            "E:U,POC,F,H RL:OF,TF,W,U RC:UC,UR,C CDP:N,L,LM,MH,H TD:N,L,M,H CR:L,M,H IR:L,M,H AR:L,M,H",
            "ND");
    private static final List<String> ENVIRONMENTAL = List.of("CDP", "TD", "CR", "IR", "AR");
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TEN = BigDecimal.TEN;

    private final CvssMetrics metrics;

    private Cvss2(CvssMetrics metrics) {
        this.metrics = metrics;
    }

    static Optional<Cvss> score(String vector) {
        return KNOWN.read(vector).map(m -> new Cvss2(m).cvss());
    }

    private Cvss cvss() {
        BigDecimal base = base(impact());
        BigDecimal score = metrics.hasAny(ENVIRONMENTAL) ? environmental() : temporal(base);
        return new Cvss("2.0", notBelowZero(base), notBelowZero(score));
    }

    private BigDecimal base(BigDecimal impact) {
        BigDecimal exploitability = product("20", weight("AV"), weight("AC"), weight("Au"));
        BigDecimal f = impact.signum() == 0 ? BigDecimal.ZERO : new BigDecimal("1.176");
        BigDecimal sum = product("0.6", impact)
                .add(product("0.4", exploitability))
                .subtract(new BigDecimal("1.5"))
                .multiply(f);
        return round(sum);
    }

    private BigDecimal impact() {
        BigDecimal left =
                ONE.subtract(weight("C")).multiply(ONE.subtract(weight("I"))).multiply(ONE.subtract(weight("A")));
        return product("10.41", ONE.subtract(left));
    }

    private BigDecimal adjustedImpact() {
        BigDecimal left = ONE.subtract(weight("C").multiply(requirement("CR")))
                .multiply(ONE.subtract(weight("I").multiply(requirement("IR"))))
                .multiply(ONE.subtract(weight("A").multiply(requirement("AR"))));
        return TEN.min(product("10.41", ONE.subtract(left)));
    }

    private BigDecimal temporal(BigDecimal base) {
        return round(base.multiply(weight("E")).multiply(weight("RL")).multiply(weight("RC")));
    }

    private BigDecimal environmental() {
        BigDecimal adjusted = temporal(base(adjustedImpact()));
        BigDecimal damage = TEN.subtract(adjusted).multiply(weight("CDP"));
        return round(adjusted.add(damage).multiply(weight("TD")));
    }

    private static BigDecimal round(BigDecimal value) {
        return value.setScale(1, RoundingMode.HALF_UP);
    }

    /** The equations go a little below zero for the weakest vectors. */
    private static double notBelowZero(BigDecimal score) {
        return BigDecimal.ZERO.max(score).doubleValue();
    }

    private static BigDecimal product(String first, BigDecimal... others) {
        BigDecimal product = new BigDecimal(first);
        for (BigDecimal other : others) {
            product = product.multiply(other);
        }
        return product;
    }

    private BigDecimal requirement(String metric) {
        return new BigDecimal(
                switch (metrics.get(metric)) {
                    case "L" -> "0.5";
                    case "H" -> "1.51";
                    default -> "1";
                });
    }

    private BigDecimal weight(String metric) {
        String value = metrics.get(metric);
        return new BigDecimal(
                switch (metric) {
                    case "AV" -> CvssWeights.of(value, "L 0.395 A 0.646 N 1");
                    case "AC" -> CvssWeights.of(value, "H 0.35 M 0.61 L 0.71");
                    case "Au" -> CvssWeights.of(value, "M 0.45 S 0.56 N 0.704");
                    case "E" -> CvssWeights.of(value, "U 0.85 POC 0.9 F 0.95");
                    case "RL" -> CvssWeights.of(value, "OF 0.87 TF 0.90 W 0.95");
                    case "RC" -> CvssWeights.of(value, "UC 0.90 UR 0.95");
                    case "CDP" -> CvssWeights.of(value, "N 0 L 0.1 LM 0.3 MH 0.4 H 0.5 ND 0");
                    case "TD" -> CvssWeights.of(value, "N 0 L 0.25 M 0.75");
                    default -> CvssWeights.of(value, "N 0 P 0.275 C 0.660");
                });
    }
}
