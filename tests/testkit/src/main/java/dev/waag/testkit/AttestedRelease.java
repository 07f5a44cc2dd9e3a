package dev.waag.testkit;

import dev.waag.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A real source distribution with the attestation of the pipeline that published it (test assets of pypi-attestations, Apache-2.0). */
public final class AttestedRelease {
    /** As Waag names it. */
    public static final String PUBLISHER = "GitLab facutuesca/gitlab-oidc-project .gitlab-ci.yml";

    private static final String FILENAME = "gitlab_oidc_project-0.0.3.tar.gz";

    private AttestedRelease() {}

    public static Distribution distribution() {
        return new Distribution("gitlab-oidc-project", "0.0.3", FILENAME, read(FILENAME), new byte[0]);
    }

    /** Its provenance object (PEP 740), naming who published it. */
    public static byte[] provenance() {
        return provenance("facutuesca/gitlab-oidc-project");
    }

    /** The same attestation under another publisher's name. */
    public static byte[] provenance(String repository) {
        ObjectNode provenance = Json.MAPPER.createObjectNode();
        provenance.put("version", 1);
        ObjectNode bundle = provenance.putArray("attestation_bundles").addObject();
        bundle.putObject("publisher")
                .put("kind", "GitLab")
                .put("repository", repository)
                .put("workflow_filepath", ".gitlab-ci.yml")
                .putNull("environment");
        bundle.putArray("attestations").add(Json.MAPPER.readTree(read(FILENAME + ".publish.attestation")));
        return Json.MAPPER.writeValueAsBytes(provenance);
    }

    private static byte[] read(String name) {
        try (InputStream in = Optional.ofNullable(AttestedRelease.class.getResourceAsStream("attested/" + name))
                .orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
