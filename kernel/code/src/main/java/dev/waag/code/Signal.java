package dev.waag.code;

import java.util.Optional;

/**
 * The kinds of thing that a source is found to do, each with the weights that the score uses: the chance, by itself, that a distribution which does
 * it at install, at start, at import or only when called is hostile ({@code docs/inspection-score.md}).
 */
public enum Signal {
    REMOTE_EXECUTED("code-remote-execution", Capability.DYNAMIC_CODE, 0.97, 0.98, 0.96, 0.15),
    DECODED_EXECUTED("code-decode-execution", Capability.DYNAMIC_CODE, 0.95, 0.97, 0.90, 0.12),
    COMPUTED_EXECUTED("code-computed-execution", Capability.DYNAMIC_CODE, 0.60, 0.80, 0.40, 0.04),
    DYNAMIC_CODE("code-dynamic", Capability.DYNAMIC_CODE, 0.02, 0.30, 0.02, 0.0),
    WRITTEN_EXECUTED("code-write-then-run", Capability.PROCESS, 0.93, 0.97, 0.92, 0.10),
    DOWNLOAD_COMMAND("code-download-command", Capability.SHELL, 0.93, 0.98, 0.95, 0.12),
    HIDDEN_COMMAND("code-hidden-command", Capability.SHELL, 0.90, 0.97, 0.90, 0.12),
    REVERSE_SHELL("code-reverse-shell", Capability.SHELL, 0.99, 0.99, 0.98, 0.60),
    ENVIRONMENT_SENT("code-environment-sent", Capability.CREDENTIALS, 0.96, 0.98, 0.94, 0.30),
    SECRET_SENT("code-secret-sent", Capability.CREDENTIALS, 0.97, 0.98, 0.96, 0.35),
    HOST_SENT("code-host-sent", Capability.NETWORK, 0.90, 0.95, 0.75, 0.03),
    VARIABLE_SENT("code-variable-sent", Capability.CREDENTIALS, 0.75, 0.90, 0.55, 0.01),
    FILE_SENT("code-file-sent", Capability.NETWORK, 0.70, 0.90, 0.60, 0.01),
    CREDENTIALS_READ("code-credentials", Capability.CREDENTIALS, 0.85, 0.90, 0.55, 0.01),
    BROWSER_DATA_READ("code-browser-data", Capability.BROWSER_DATA, 0.92, 0.95, 0.80, 0.15),
    CLIPBOARD_USED("code-clipboard", Capability.CLIPBOARD, 0.70, 0.85, 0.50, 0.0),
    KEYS_WATCHED("code-input-capture", null, 0.70, 0.85, 0.50, 0.05),
    CLOUD_METADATA("code-cloud-metadata", Capability.CLOUD_METADATA, 0.95, 0.97, 0.85, 0.02),
    PERSISTENCE("code-persistence", Capability.PERSISTENCE, 0.92, 0.95, 0.88, 0.06),
    PTH_WRITTEN("code-pth-written", Capability.PERSISTENCE, 0.75, 0.95, 0.90, 0.05),
    ANTI_DEBUG("code-anti-debug", Capability.ANTI_DEBUG, 0.60, 0.60, 0.25, 0.0),
    CODE_INJECTED("code-memory-injection", Capability.NATIVE, 0.97, 0.97, 0.95, 0.30),
    NATIVE_LOADED("code-native", Capability.NATIVE, 0.05, 0.25, 0.01, 0.0),
    NETWORK_USED("code-network", Capability.NETWORK, 0.25, 0.70, 0.12, 0.0),
    ODD_HOST("code-odd-host", Capability.NETWORK, 0.75, 0.90, 0.50, 0.04),
    PROCESS_STARTED("code-process", Capability.PROCESS, 0.02, 0.50, 0.06, 0.0),
    SHELL_STARTED("code-shell", Capability.SHELL, 0.04, 0.60, 0.12, 0.0),
    INSTALLER_STARTED("code-installer-started", Capability.PROCESS, 0.12, 0.70, 0.30, 0.01),
    DESTRUCTION("code-destruction", Capability.FILESYSTEM, 0.95, 0.97, 0.93, 0.08),
    NAME_HIDDEN("code-hidden-name", Capability.DYNAMIC_CODE, 0.90, 0.92, 0.80, 0.35),
    HIDDEN_BY_SPACE("code-hidden-by-whitespace", null, 0.92, 0.95, 0.92, 0.60),
    BIDIRECTIONAL("code-bidirectional", null, 0.60, 0.80, 0.60, 0.30),
    INVISIBLE("code-invisible-characters", null, 0.70, 0.80, 0.70, 0.45),
    CONFUSABLE("code-confusable-name", null, 0.75, 0.85, 0.75, 0.50),
    ODD_ENCODING("code-odd-encoding", null, 0.90, 0.90, 0.90, 0.70),
    SCRAMBLED("code-scrambled", null, 0.50, 0.70, 0.40, 0.08),
    PACKED("code-packed", null, 0.15, 0.50, 0.05, 0.0),
    START_CODE("code-start", null, 0.0, 0.10, 0.0, 0.0),
    FILES_OUTSIDE("code-files-outside", Capability.FILESYSTEM, 0.03, 0.20, 0.02, 0.0),
    NOT_ALL_READ("code-not-all-read", null, 0.02, 0.02, 0.0, 0.0);

    private final String rule;
    private final Optional<Capability> capability;
    private final double[] weights;

    Signal(
            String rule,
            @org.jspecify.annotations.Nullable Capability capability,
            double install,
            double start,
            double onImport,
            double call) {
        this.rule = rule;
        this.capability = Optional.ofNullable(capability);
        this.weights = new double[] {install, start, onImport, call};
    }

    /** The id of the rule, {@code code-…}. */
    public String rule() {
        return rule;
    }

    /** What the code is thereby able to do. */
    public Optional<Capability> capability() {
        return capability;
    }

    /** From 0 to 1. */
    public double weight(Phase phase) {
        return weights[phase.ordinal()];
    }
}
