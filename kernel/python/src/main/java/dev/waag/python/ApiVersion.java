package dev.waag.python;

/** The version of the Simple repository API that a page says it follows (PEP 629). */
final class ApiVersion {
    private ApiVersion() {}

    /** Accepts {@code 1.N}. */
    static void check(String text) throws PageFormatException {
        int dot = text.indexOf('.');
        boolean form = dot > 0 && Ascii.isDigits(text.substring(0, dot)) && Ascii.isDigits(text.substring(dot + 1));
        if (!form) {
            throw new PageFormatException("the page's API version is not of the form 1.N: " + shortened(text));
        }
        if (!text.substring(0, dot).equals("1")) {
            throw new PageFormatException(
                    "the page follows version " + shortened(text) + " of the Simple API; only 1.N is understood");
        }
    }

    private static String shortened(String text) {
        return Texts.clean(text.length() > 20 ? text.substring(0, 20) + "…" : text);
    }
}
