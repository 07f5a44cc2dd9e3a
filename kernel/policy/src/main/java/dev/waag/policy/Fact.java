package dev.waag.policy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The facts that a rule's {@code when} sees, by the names that it uses. */
enum Fact {
    PROJECT("project", Type.STRING),
    VERSION("version", Type.STRING),
    FILENAME("filename", Type.STRING),
    KIND("kind", Type.STRING),
    SIZE("size", Type.INT),
    UPLOAD_TIME("upload_time", Type.TIMESTAMP),
    AGE_HOURS("age_hours", Type.DOUBLE),
    YANKED("yanked", Type.BOOL),
    YANKED_REASON("yanked_reason", Type.STRING),
    STATUS("status", Type.STRING),
    STATUS_REASON("status_reason", Type.STRING),
    HASHES("hashes", Type.STRINGS),
    REQUIRES_PYTHON("requires_python", Type.STRING),
    PROVENANCE("provenance", Type.STRING),
    CLAIMED("claimed", Type.BOOL),
    HOSTED("hosted", Type.BOOL),
    LOOKALIKE("lookalike", Type.STRING),
    LOOKALIKE_HOW("lookalike_how", Type.STRING),
    UPSTREAM_CHANGE("upstream_change", Type.STRING),
    ATTESTED("attested", Type.BOOL),
    ATTESTATION_FAULT("attestation_fault", Type.STRING),
    PUBLISHER("publisher", Type.STRING),
    PUBLISHER_ISSUER("publisher_issuer", Type.STRING),
    PUBLISHER_REPOSITORY("publisher_repository", Type.STRING),
    PUBLISHER_WORKFLOW("publisher_workflow", Type.STRING),
    PUBLISHER_ENVIRONMENT("publisher_environment", Type.STRING),
    PROVENANCE_CHANGE("provenance_change", Type.STRING),
    ADVISORIES("advisories", Type.ADVISORIES),
    LICENCE("licence", Type.STRING),
    ONLY_FIX_FOR("only_fix_for", Type.LIST),
    INSPECTED("inspected", Type.BOOL),
    ARCHIVE_FAULTS("archive_faults", Type.LIST),
    INSTALL_SCORE("install_score", Type.DOUBLE),
    INSTALL_SIGNS("install_signs", Type.LIST),
    CAPABILITIES("capabilities", Type.LIST),
    STARTUP_FILES("startup_files", Type.LIST),
    NATIVE_FILES("native_files", Type.LIST),
    DELTA("delta", Type.LIST);

    /** The types that facts have in CEL: {@code STRINGS} is {@code map(string, string)}, {@code LIST} is {@code list(string)}. */
    enum Type {
        STRING,
        INT,
        DOUBLE,
        BOOL,
        TIMESTAMP,
        STRINGS,
        LIST,
        /** {@code list(map(string, dyn))}, with the keys of {@link AdvisoryMap}. */
        ADVISORIES
    }

    private static final Map<String, Fact> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Fact::text, Function.identity()));

    private final String text;
    private final Type type;

    Fact(String text, Type type) {
        this.text = text;
        this.type = type;
    }

    static Optional<Fact> of(String text) {
        return Optional.ofNullable(BY_NAME.get(text));
    }

    /** Whether it may be unknown of a file. */
    boolean canBeUnknown() {
        return this == SIZE || this == UPLOAD_TIME || this == LICENCE || this == ATTESTED;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Fact::text).toList();
    }

    /** The name in a {@code when}. */
    String text() {
        return text;
    }

    Type type() {
        return type;
    }

    /** What is unknown when this one is, as a sentence names it. */
    String words() {
        return (this == AGE_HOURS ? UPLOAD_TIME : this).text.replace('_', ' ');
    }

    /** The value in CEL's native types; empty where it is unknown. */
    Optional<Object> value(Facts facts, Instant now) {
        return this == AGE_HOURS ? facts.uploadTime().map(t -> Ages.hours(Ages.nanos(t, now))) : constant(facts);
    }

    /** The value, where it is known and does not change with time: an age never is. */
    Optional<Object> constant(Facts facts) {
        return Optional.ofNullable(
                switch (this) {
                    case PROJECT -> facts.project();
                    case VERSION -> facts.version();
                    case FILENAME -> facts.filename();
                    case KIND -> facts.kind();
                    case SIZE ->
                        facts.size().isPresent() ? (Object) facts.size().getAsLong() : null;
                    case UPLOAD_TIME -> facts.uploadTime().orElse(null);
                    case AGE_HOURS -> null;
                    case YANKED -> facts.yanked();
                    case YANKED_REASON -> facts.yankedReason();
                    case STATUS -> facts.status();
                    case STATUS_REASON -> facts.statusReason();
                    case HASHES -> facts.hashes();
                    case REQUIRES_PYTHON -> facts.requiresPython();
                    case PROVENANCE -> facts.provenance();
                    case CLAIMED -> facts.claimed();
                    case HOSTED -> facts.hosted();
                    case LOOKALIKE -> facts.lookalike().map(Lookalike::popular).orElse("");
                    case LOOKALIKE_HOW -> facts.lookalike().map(Lookalike::how).orElse("");
                    case UPSTREAM_CHANGE -> facts.upstreamChange().orElse("");
                    case ATTESTED -> facts.origin().attested().orElse(null);
                    case ATTESTATION_FAULT -> facts.origin().fault();
                    case PUBLISHER -> facts.origin().publisher();
                    case PUBLISHER_ISSUER -> facts.origin().issuer();
                    case PUBLISHER_REPOSITORY -> facts.origin().repository();
                    case PUBLISHER_WORKFLOW -> facts.origin().workflow();
                    case PUBLISHER_ENVIRONMENT -> facts.origin().environment();
                    case PROVENANCE_CHANGE -> facts.origin().change();
                    case ADVISORIES ->
                        facts.advisories().stream().map(AdvisoryMap::of).toList();
                    case LICENCE -> facts.licence().orElse(null);
                    case ONLY_FIX_FOR -> facts.onlyFixFor();
                    case INSPECTED -> facts.inspected().isPresent();
                    case ARCHIVE_FAULTS -> inspected(facts).archiveFaults();
                    case INSTALL_SCORE -> inspected(facts).installScore();
                    case INSTALL_SIGNS -> inspected(facts).installSigns();
                    case CAPABILITIES -> inspected(facts).capabilities();
                    case STARTUP_FILES -> inspected(facts).startupFiles();
                    case NATIVE_FILES -> inspected(facts).nativeFiles();
                    case DELTA -> inspected(facts).delta();
                });
    }

    private static Inspected inspected(Facts facts) {
        return facts.inspected().orElse(Inspected.NOTHING);
    }

    /** Notes the fact for a reason; the same at any time, so an age stands there as its upload time. */
    void note(Facts facts, Map<String, Object> into) {
        Fact shown = this == AGE_HOURS ? UPLOAD_TIME : this;
        shown.constant(facts)
                .ifPresent(value -> into.put(
                        shown.text,
                        switch (value) {
                            case Instant t -> t.toString();
                            case Map<?, ?> m -> new TreeMap<>(m);
                            case List<?> l when this == ADVISORIES -> AdvisoryMap.ids(l);
                            default -> value;
                        }));
    }
}
