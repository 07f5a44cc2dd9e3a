package dev.waag.python;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a wheel runs on: an interpreter, its binary interface and a platform (PEP 425), in lower case.
 *
 * <p>{@code parse("py2.py3-none-any")} are the tags {@code py2-none-any} and {@code py3-none-any}.
 */
public record Tag(String python, String abi, String platform) {
    /** The most tags that a compressed set may stand for; the largest in use stand for some dozens. */
    public static final int MAX_EXPANDED = 1_000;

    public Tag {
        python = Ascii.lower(python);
        abi = Ascii.lower(abi);
        platform = Ascii.lower(platform);
    }

    /** The tags of a compressed tag set (PEP 425, "Compressed Tag Sets"). */
    public static Set<Tag> parse(String text) throws RequirementException {
        String[] parts = text.split("-", 5);
        if (parts.length != 3) {
            throw new RequirementException("a tag has three parts, as in py3-none-any: " + Excerpts.of(text), 1);
        }
        int abiColumn = parts[0].length() + 2;
        List<String> pythons = members(parts[0], 1);
        List<String> abis = members(parts[1], abiColumn);
        List<String> platforms = members(parts[2], abiColumn + parts[1].length() + 1);
        for (String python : pythons) {
            if (!isIdentifier(python)) {
                throw new RequirementException("not the name of an interpreter: " + Excerpts.of(python), 1);
            }
        }
        if ((long) pythons.size() * abis.size() > MAX_EXPANDED
                || (long) pythons.size() * abis.size() * platforms.size() > MAX_EXPANDED) {
            throw new RequirementException("a tag set of more than " + MAX_EXPANDED + " tags", 1);
        }
        return expand(pythons, abis, platforms);
    }

    /** The tags of a wheel whose name gives no more than a sane number of them. */
    static Set<Tag> expand(List<String> pythons, List<String> abis, List<String> platforms) {
        Set<Tag> tags = new LinkedHashSet<>();
        for (String python : pythons) {
            for (String abi : abis) {
                for (String platform : platforms) {
                    tags.add(new Tag(python, abi, platform));
                }
            }
        }
        return tags;
    }

    @Override
    public String toString() {
        return python + "-" + abi + "-" + platform;
    }

    private static List<String> members(String set, int column) throws RequirementException {
        List<String> members = List.of(set.split("\\.", -1));
        if (members.contains("")) {
            throw new RequirementException("a part of a tag, or a member of it, is empty", column);
        }
        return members;
    }

    private static boolean isIdentifier(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Ascii.isLetterOrDigit(text.charAt(i)) && text.charAt(i) != '_') {
                return false;
            }
        }
        return !Ascii.isDigit(text.charAt(0));
    }
}
