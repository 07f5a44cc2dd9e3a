package dev.waag.attest;

import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A trusted publisher, as an index names it in a provenance object (PEP 740, "Provenance objects"): somebody's workflow. What
 * the index says counts only where the certificate agrees ({@link #fault}); the environment is in no certificate, so there the
 * index is the only witness.
 *
 * @param kind {@code GitHub}, {@code GitLab}, {@code Google} or {@code CircleCI}
 * @param repository {@code owner/name}; the project id of CircleCI; empty for Google
 * @param workflow the workflow's file, or the pipeline definition; the service account's address for Google
 * @param environment the environment that was deployed to; empty where none was named
 */
public record Publisher(String kind, String repository, String workflow, String environment) {
    private static final String GITHUB = "https://github.com/";
    private static final String GITLAB = "https://gitlab.com/";
    private static final String WHAT = "the publisher";

    static Publisher parse(JsonNode json) throws EvidenceException {
        EvidenceJson.object(json, WHAT);
        String kind = EvidenceJson.string(json, "kind", WHAT);
        String environment =
                EvidenceJson.optionalString(json, "environment", WHAT).orElse("");
        return switch (kind) {
            case "GitHub" -> new Publisher(kind, text(json, "repository"), text(json, "workflow"), environment);
            case "GitLab" ->
                new Publisher(kind, text(json, "repository"), text(json, "workflow_filepath"), environment);
            case "Google" -> new Publisher(kind, "", text(json, "email"), environment);
            case "CircleCI" ->
                new Publisher(kind, text(json, "project_id"), text(json, "pipeline_definition_id"), environment);
            default -> throw new EvidenceException("the publisher is of an unknown kind: " + kind);
        };
    }

    private static String text(JsonNode json, String key) throws EvidenceException {
        String value = EvidenceJson.string(json, key, WHAT);
        if (value.isEmpty()) {
            throw new EvidenceException("the publisher has an empty \"" + key + "\"");
        }
        return value;
    }

    /** The OIDC issuer that vouches for publishers of this kind. */
    public String issuer() {
        return switch (kind) {
            case "GitHub" -> "https://token.actions.githubusercontent.com";
            case "GitLab" -> "https://gitlab.com";
            case "Google" -> "https://accounts.google.com";
            default -> "https://oidc.circleci.com";
        };
    }

    /** Why whoever signed is not this publisher; empty where it is. */
    public Optional<String> fault(SignerIdentity signer) {
        if (!signer.issuer().equals(issuer())) {
            return Optional.of("it was signed by an identity of " + signer.issuer() + ", not of " + issuer());
        }
        boolean agrees = switch (kind) {
            case "GitHub" ->
                repositoryIs(signer, GITHUB) && buildIs(signer, GITHUB + repository + "/.github/workflows/");
            case "GitLab" -> repositoryIs(signer, GITLAB) && buildIs(signer, GITLAB + repository + "//");
            case "Google" -> signer.identity().equals(workflow);
            default ->
                signer.claim("build-signer")
                        .filter(("https://circleci.com/api/v2/projects/" + repository + "/pipeline-definitions/"
                                + workflow)::equals)
                        .isPresent();
        };
        return agrees ? Optional.empty() : Optional.of("it was signed by " + signer.identity() + ", not by " + this);
    }

    private boolean repositoryIs(SignerIdentity signer, String host) {
        return signer.claim(SignerIdentity.SOURCE_REPOSITORY)
                .filter((host + repository)::equals)
                .isPresent();
    }

    /** The publisher knows neither branch nor commit, so those are the certificate's own. */
    private boolean buildIs(SignerIdentity signer, String prefix) {
        return Stream.of(SignerIdentity.SOURCE_DIGEST, SignerIdentity.SOURCE_REF)
                .flatMap(claim -> signer.claim(claim).stream())
                .anyMatch(suffix -> signer.claim(SignerIdentity.BUILD_CONFIG)
                        .filter((prefix + workflow + "@" + suffix)::equals)
                        .isPresent());
    }

    /** For people: {@code GitHub acme/app release.yml (environment release)}. */
    @Override
    public String toString() {
        return Stream.of(kind, repository, workflow, environment.isEmpty() ? "" : "(environment " + environment + ")")
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}
