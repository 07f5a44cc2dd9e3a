package dev.waag.advisory;

/** The numbers that stand for the values of a metric. */
final class CvssWeights {
    private CvssWeights() {}

    /** The number after the value in a list of {@code "value number …"}; 1 where the list does not have it, which changes no product. */
    static String of(String value, String weights) {
        String[] parts = weights.split(" ");
        for (int i = 0; i + 1 < parts.length; i += 2) {
            if (parts[i].equals(value)) {
                return parts[i + 1];
            }
        }
        return "1";
    }
}
