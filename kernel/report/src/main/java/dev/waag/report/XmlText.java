package dev.waag.report;

/** Text for XML 1.0: cleaned as for a terminal (which leaves only characters that XML allows), then escaped. */
final class XmlText {
    private XmlText() {}

    /** Escaped for content and for attributes in double quotes. */
    static String of(String text) {
        String line = Plain.line(text);
        StringBuilder out = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
