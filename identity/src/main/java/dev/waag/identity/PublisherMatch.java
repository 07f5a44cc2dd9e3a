package dev.waag.identity;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether an identity is the one that a publisher means. Names of repositories and environments are compared without regard to case, as
 * their forges do; everything else is compared as it is.
 */
final class PublisherMatch {
    static final String REPOSITORY = "repository";
    static final String WORKFLOW = "workflow";

    private PublisherMatch() {}

    /** Why it is not; empty where it is. */
    static Optional<String> whyNot(Publisher publisher, Identity identity) {
        if (!publisher.issuer().equals(identity.issuer().url())) {
            return Optional.of("it is of another issuer");
        }
        Map<String, String> asked = new TreeMap<>(publisher.claims());
        Optional<String> forge = switch (identity.issuer().kind()) {
            case GITHUB -> github(asked, identity);
            case GITLAB -> gitlab(asked, identity);
            case GOOGLE -> google(asked, identity);
            case GENERIC -> Optional.empty();
        };
        return forge.or(() -> rest(asked, identity))
                .or(() -> environment(publisher, identity))
                .or(() -> owner(publisher, identity));
    }

    private static Optional<String> github(Map<String, String> asked, Identity identity) {
        String repository = remove(asked, REPOSITORY);
        String workflow = remove(asked, WORKFLOW);
        if (identity.claim("event_name").equals("pull_request_target")) {
            return Optional.of("jobs for pull_request_target run with what a stranger wrote, and may not publish");
        }
        if (!same(repository, identity.claim(REPOSITORY))) {
            return Optional.of("it is of the repository '" + Claims.plain(identity.claim(REPOSITORY)) + "'");
        }
        if (!identity.claim("repository_owner").isEmpty()
                && !same(repository.split("/", 2)[0], identity.claim("repository_owner"))) {
            return Optional.of("its repository's owner is another");
        }
        String subject = identity.claim("sub");
        if (subject.startsWith("repo:") && !same(repository, subject.split(":", -1)[1])) {
            return Optional.of("its subject is of another repository");
        }
        // job_workflow_ref is the workflow that holds the job; where a workflow calls another, that is the other one
        String at = identity.claim("job_workflow_ref").isEmpty()
                ? identity.claim("workflow_ref")
                : identity.claim("job_workflow_ref");
        String path = "/.github/workflows/" + workflow + "@";
        return refers(at, repository + path, identity.claim("ref"))
                        || refers(at, repository + path, identity.claim("sha"))
                ? Optional.empty()
                : Optional.of("its workflow is '" + Claims.plain(at) + "'");
    }

    private static Optional<String> gitlab(Map<String, String> asked, Identity identity) {
        String project = remove(asked, REPOSITORY);
        String workflow = remove(asked, WORKFLOW);
        if (!same(project, identity.claim("project_path"))) {
            return Optional.of("it is of the project '" + Claims.plain(identity.claim("project_path")) + "'");
        }
        String subject = identity.claim("sub");
        if (subject.startsWith("project_path:") && !same(project, subject.split(":", -1)[1])) {
            return Optional.of("its subject is of another project");
        }
        String at = identity.claim("ci_config_ref_uri");
        int path = at.toLowerCase(Locale.ROOT).indexOf("/" + project.toLowerCase(Locale.ROOT) + "//");
        String below = path < 0 ? "" : at.substring(path + 1);
        return refers(below, project + "//" + workflow + "@", identity.claim("ref_path"))
                        || refers(below, project + "//" + workflow + "@", identity.claim("sha"))
                ? Optional.empty()
                : Optional.of("its workflow is '" + Claims.plain(at) + "'");
    }

    private static Optional<String> google(Map<String, String> asked, Identity identity) {
        return asked.containsKey("email") && !identity.claim("email_verified").equals("true")
                ? Optional.of("its e-mail address is not verified")
                : Optional.empty();
    }

    /** Whether a claim is the file, of which the repository's name is compared without regard to case, at the ref of the job. */
    private static boolean refers(String claim, String file, String ref) {
        String repository = file.substring(0, Math.max(0, file.indexOf("/.github/")));
        int compared = repository.isEmpty() ? file.indexOf("//") : repository.length();
        return !ref.isEmpty()
                && claim.length() > compared
                && same(file.substring(0, compared), claim.substring(0, compared))
                && claim.substring(compared).equals(file.substring(compared) + ref);
    }

    private static Optional<String> rest(Map<String, String> asked, Identity identity) {
        for (Map.Entry<String, String> claim : asked.entrySet()) {
            if (!identity.claims().containsKey(claim.getKey())
                    || !identity.claim(claim.getKey()).equals(claim.getValue())) {
                return Optional.of(
                        "its " + claim.getKey() + " is '" + Claims.plain(identity.claim(claim.getKey())) + "'");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> environment(Publisher publisher, Identity identity) {
        return publisher.environment().isEmpty() || same(publisher.environment().get(), identity.claim("environment"))
                ? Optional.empty()
                : Optional.of("its environment is '" + Claims.plain(identity.claim("environment")) + "'");
    }

    private static Optional<String> owner(Publisher publisher, Identity identity) {
        return publisher.owner().isEmpty() || publisher.owner().equals(ownerOf(identity))
                ? Optional.empty()
                : Optional.of("its repository's owner has the name of the one before, and is another");
    }

    /** The id of who owns the repository, which no other owner of that name will have. */
    static Optional<String> ownerOf(Identity identity) {
        String id = switch (identity.issuer().kind()) {
            case GITHUB -> identity.claim("repository_owner_id");
            case GITLAB -> identity.claim("namespace_id");
            case GOOGLE, GENERIC -> "";
        };
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    private static String remove(Map<String, String> asked, String name) {
        String value = asked.remove(name);
        return value == null ? "" : value;
    }

    private static boolean same(String a, String b) {
        return !a.isEmpty() && a.equalsIgnoreCase(b);
    }
}
