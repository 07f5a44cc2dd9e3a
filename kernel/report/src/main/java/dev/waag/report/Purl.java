package dev.waag.report;

/** Package URLs (ECMA-427) of Python projects. */
final class Purl {
    /** What a component may hold unencoded besides letters and digits. */
    private static final String PLAIN = "-._~:";

    private Purl() {}

    /** {@code pkg:pypi/name@version}; without the version where that is empty. The name is normalized already. */
    static String of(String name, String version) {
        String purl = "pkg:pypi/" + RelativeUri.encoded(Plain.wellFormed(name), PLAIN);
        return version.isEmpty() ? purl : purl + "@" + RelativeUri.encoded(Plain.wellFormed(version), PLAIN);
    }
}
