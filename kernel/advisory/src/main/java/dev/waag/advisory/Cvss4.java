package dev.waag.advisory;

import java.util.Optional;

/**
 * Scores of CVSS 4.0 (specification document, section 8 "Scoring"): the vector's macro vector has a score in {@link Cvss4Table}, from which
 * the mean of how far the vector lies, in each group of metrics, on the way to the next lower macro vector is taken off. Computed in whole
 * numbers, so that nothing depends on floating point.
 */
final class Cvss4 {
    private static final CvssMetrics.Known KNOWN = new CvssMetrics.Known(
            "AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N",
            "E:A,P,U CR:H,M,L IR:H,M,L AR:H,M,L MAV:N,A,L,P MAC:L,H MAT:N,P MPR:N,L,H MUI:N,P,A MVC:H,L,N MVI:H,L,N MVA:H,L,N"
                    + " MSC:H,L,N MSI:S,H,L,N MSA:S,H,L,N S:N,P AU:N,Y R:A,U,I V:D,C RE:L,M,H U:Clear,Green,Amber,Red",
            "X");

    /** The most severe vectors of each macro vector's part, the values in the order of the part's metrics (section 8.2, tables 24 to 29). */
    private static final String[] EQ1 = {"AV PR UI", "NNN", "ANN NLN NNP", "PNN ALP"};

    private static final String[] EQ2 = {"AC AT", "LN", "HN LP"};
    private static final String[] EQ36 = {
        "VC VI VA CR IR AR",
        "HHHHHH",
        "HHLMMH HHHMMM",
        "LHHHHH HLHHHH",
        "LHLHMH LHHHMM HLHMHM HLLMHH LLHHHM",
        "",
        "LLLHHH"
    };
    private static final String[] EQ4 = {"SC SI SA", "HSS", "HHH", "LLL"};

    /** How many steps lie between the most and the least severe vector of a part, plus one (the same tables). */
    private static final int[] DEPTH1 = {1, 4, 5};

    private static final int[] DEPTH2 = {1, 2};
    private static final int[] DEPTH36 = {7, 6, 8, 8, 1, 10};
    private static final int[] DEPTH4 = {6, 5, 4};

    /** Divisible by every depth. */
    private static final int WHOLE = 840;

    private final CvssMetrics metrics;

    private Cvss4(CvssMetrics metrics) {
        this.metrics = metrics;
    }

    static Optional<Cvss> score(String vector) {
        return KNOWN.read(vector).map(m -> {
            double score = new Cvss4(m).tenths() / 10.0;
            return new Cvss("4.0", score, score);
        });
    }

    /** An unknown threat is the worst one, and so is an unknown requirement. */
    private String value(String metric) {
        String value = metrics.modified(metric);
        if (!value.equals("X")) {
            return value;
        }
        return metric.equals("E") ? "A" : "H";
    }

    private boolean is(String metric, String value) {
        return value(metric).equals(value);
    }

    private int tenths() {
        if (is("VC", "N") && is("VI", "N") && is("VA", "N") && is("SC", "N") && is("SI", "N") && is("SA", "N")) {
            return 0;
        }
        int[] eq = {eq1(), eq2(), eq3(), eq4(), eq5(), eq6()};
        int score = Cvss4Table.tenths(eq);
        int eq36 = 2 * eq[2] + eq[5];
        int[] lower = {
            next(eq, 0),
            next(eq, 1),
            eq36 == 0 ? Math.max(next(eq, 2), next(eq, 5)) : next36(eq),
            next(eq, 3),
            next(eq, 4)
        };
        int[] distance = {distance(EQ1, eq[0]), distance(EQ2, eq[1]), distance(EQ36, eq36), distance(EQ4, eq[3]), 0};
        int[] depth = {DEPTH1[eq[0]], DEPTH2[eq[1]], DEPTH36[eq36], DEPTH4[eq[3]], 1};
        int existing = 0;
        int sum = 0;
        for (int i = 0; i < lower.length; i++) {
            int room = score - lower[i];
            if (lower[i] >= 0 && room >= 0) {
                existing++;
                sum += room * distance[i] * (WHOLE / depth[i]);
            }
        }
        if (existing == 0) {
            return score;
        }
        int parts = WHOLE * existing;
        int left = Math.max(0, score * parts - sum);
        return Math.min(100, (2 * left + parts) / (2 * parts));
    }

    /** The score of the macro vector that is one lower in a part. */
    private static int next(int[] eq, int part) {
        int[] lower = eq.clone();
        lower[part]++;
        return Cvss4Table.tenths(lower);
    }

    /** EQ3 and EQ6 are not independent: from 11 it goes on to 21, from 01 to 11, from 10 to 11, from 21 to nowhere. */
    private static int next36(int[] eq) {
        return eq[5] == 1 ? next(eq, 2) : next(eq, 5);
    }

    /** Steps down from the first most severe vector of the part that is at least as severe in each metric; from the last where none is. */
    private int distance(String[] part, int level) {
        String[] names = part[0].split(" ");
        int sum = 0;
        for (String worst : part[level + 1].split(" ")) {
            sum = 0;
            boolean above = true;
            for (int i = 0; i < names.length; i++) {
                String order = order(names[i]);
                int steps = order.indexOf(value(names[i])) - order.indexOf(worst.charAt(i));
                above &= steps >= 0;
                sum += steps;
            }
            if (above) {
                break;
            }
        }
        return sum;
    }

    /** Its values from the most to the least severe. */
    private static String order(String metric) {
        return switch (metric) {
            case "AV" -> "NALP";
            case "PR" -> "NLH";
            case "UI" -> "NPA";
            case "AC" -> "LH";
            case "AT" -> "NP";
            case "CR", "IR", "AR" -> "HML";
            case "SC", "SI", "SA" -> "SHLN";
            default -> "HLN";
        };
    }

    private int eq1() {
        boolean av = is("AV", "N");
        boolean pr = is("PR", "N");
        boolean ui = is("UI", "N");
        if (av && pr && ui) {
            return 0;
        }
        return (av || pr || ui) && !is("AV", "P") ? 1 : 2;
    }

    private int eq2() {
        return is("AC", "L") && is("AT", "N") ? 0 : 1;
    }

    private int eq3() {
        if (is("VC", "H") && is("VI", "H")) {
            return 0;
        }
        return is("VC", "H") || is("VI", "H") || is("VA", "H") ? 1 : 2;
    }

    private int eq4() {
        if (is("SI", "S") || is("SA", "S")) {
            return 0;
        }
        return is("SC", "H") || is("SI", "H") || is("SA", "H") ? 1 : 2;
    }

    private int eq5() {
        return switch (value("E")) {
            case "A" -> 0;
            case "P" -> 1;
            default -> 2;
        };
    }

    private int eq6() {
        boolean worst =
                is("CR", "H") && is("VC", "H") || is("IR", "H") && is("VI", "H") || is("AR", "H") && is("VA", "H");
        return worst ? 0 : 1;
    }
}
