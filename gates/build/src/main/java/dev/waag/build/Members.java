package dev.waag.build;

/** Names of an archive's members. */
final class Members {
    /** Far above what projects have. */
    static final int MOST = 100_000;

    private Members() {}

    /** @throws OutputException where a name would lead anywhere but into the archive's own folder */
    static String checked(String name) throws OutputException {
        String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (plain.isEmpty() || plain.startsWith("/") || plain.indexOf('\\') >= 0) {
            throw new OutputException("it has a member named '" + Tail.of(name, 1) + "'");
        }
        for (String part : plain.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new OutputException("it has a member named '" + Tail.of(name, 1) + "', which leads elsewhere");
            }
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new OutputException("it has a member with control characters in its name");
        }
        return name;
    }
}
