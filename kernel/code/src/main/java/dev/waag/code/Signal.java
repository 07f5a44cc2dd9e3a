package dev.waag.code;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of thing that a source is found to do, each with the weight that the score gives it: the chance, by itself, that a distribution which does
 * it in a phase is hostile ({@code docs/inspection-score.md}).
 */
public enum Signal {
    REMOTE_EXECUTED("code-remote-execution", Capability.DYNAMIC_CODE),
    DECODED_EXECUTED("code-decode-execution", Capability.DYNAMIC_CODE),
    COMPUTED_EXECUTED("code-computed-execution", Capability.DYNAMIC_CODE),
    DYNAMIC_CODE("code-dynamic", Capability.DYNAMIC_CODE),
    WRITTEN_EXECUTED("code-write-then-run", Capability.PROCESS),
    DOWNLOAD_COMMAND("code-download-command", Capability.SHELL),
    HIDDEN_COMMAND("code-hidden-command", Capability.SHELL),
    REVERSE_SHELL("code-reverse-shell", Capability.SHELL),
    ENVIRONMENT_SENT("code-environment-sent", Capability.CREDENTIALS),
    SECRET_SENT("code-secret-sent", Capability.CREDENTIALS),
    HOST_SENT("code-host-sent", Capability.NETWORK),
    VARIABLE_SENT("code-variable-sent", Capability.CREDENTIALS),
    FILE_SENT("code-file-sent", Capability.NETWORK),
    CREDENTIALS_READ("code-credentials", Capability.CREDENTIALS),
    BROWSER_DATA_READ("code-browser-data", Capability.BROWSER_DATA),
    CLIPBOARD_USED("code-clipboard", Capability.CLIPBOARD),
    KEYS_WATCHED("code-input-capture", null),
    CLOUD_METADATA("code-cloud-metadata", Capability.CLOUD_METADATA),
    PERSISTENCE("code-persistence", Capability.PERSISTENCE),
    PTH_WRITTEN("code-pth-written", Capability.PERSISTENCE),
    ANTI_DEBUG("code-anti-debug", Capability.ANTI_DEBUG),
    EVASION("code-evasion", Capability.ANTI_DEBUG),
    CODE_INJECTED("code-memory-injection", Capability.NATIVE),
    NATIVE_LOADED("code-native", Capability.NATIVE),
    NETWORK_USED("code-network", Capability.NETWORK),
    ODD_HOST("code-odd-host", Capability.NETWORK),
    PROCESS_STARTED("code-process", Capability.PROCESS),
    SHELL_STARTED("code-shell", Capability.SHELL),
    INSTALLER_STARTED("code-installer-started", Capability.PROCESS),
    DESTRUCTION("code-destruction", Capability.FILESYSTEM),
    NAME_HIDDEN("code-hidden-name", Capability.DYNAMIC_CODE),
    HIDDEN_BY_SPACE("code-hidden-by-whitespace", null),
    BIDIRECTIONAL("code-bidirectional", null),
    INVISIBLE("code-invisible-characters", null),
    CONFUSABLE("code-confusable-name", null),
    MIXED_SCRIPTS("code-confusable-name", null),
    ODD_ENCODING("code-odd-encoding", null),
    SCRAMBLED("code-scrambled", null),
    PACKED("code-packed", null),
    START_CODE("code-start", null),
    FILES_OUTSIDE("code-files-outside", Capability.FILESYSTEM),
    NOT_ALL_READ("code-not-all-read", null);

    private final String rule;
    private final Optional<Capability> capability;

    Signal(String rule, @Nullable Capability capability) {
        this.rule = rule;
        this.capability = Optional.ofNullable(capability);
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
        return Weights.of(this, phase);
    }
}
