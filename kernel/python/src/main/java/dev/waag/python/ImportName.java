package dev.waag.python;

/** A module or package that a distribution brings, by its full dotted name, and whether it is for its own use only (PEP 794). */
public record ImportName(String name, boolean isPrivate) {
    /** Reads {@code name} or {@code name ; private}. */
    static ImportName of(String field) {
        int semicolon = field.indexOf(';');
        return semicolon < 0
                ? new ImportName(field.strip(), false)
                : new ImportName(
                        field.substring(0, semicolon).strip(),
                        field.substring(semicolon + 1).strip().equals("private"));
    }
}
