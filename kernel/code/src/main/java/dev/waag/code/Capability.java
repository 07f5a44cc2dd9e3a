package dev.waag.code;

/** What code is able to do to the machine that runs it; a fact, not a verdict. */
public enum Capability {
    NETWORK("network"),
    PROCESS("process"),
    SHELL("shell"),
    /** Reads or writes files outside its own package: under home, system or temporary folders. */
    FILESYSTEM("filesystem"),
    CREDENTIALS("credentials"),
    DYNAMIC_CODE("dynamic-code"),
    NATIVE("native"),
    PERSISTENCE("persistence"),
    CLIPBOARD("clipboard"),
    BROWSER_DATA("browser-data"),
    CLOUD_METADATA("cloud-metadata"),
    ANTI_DEBUG("anti-debug");

    private final String id;

    Capability(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
