package dev.waag.release;

import dev.waag.identity.Needs;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.python.ProjectName;
import java.util.Optional;

/** What somebody may not do here, in words. */
final class Rights {
    private Rights() {}

    static Answer.Refused missing(Principal who, Permission permission) {
        return Answer.refused(
                403,
                who.name() + " may not " + permission.word() + ": " + Needs.words(permission),
                "ask somebody who has that role");
    }

    /** Why not, where they may not. */
    static Optional<Answer.Refused> whyNot(Principal who, Permission permission, ProjectName project) {
        if (!who.may(permission)) {
            return Optional.of(missing(who, permission));
        }
        return who.concerns(project)
                ? Optional.empty()
                : Optional.of(Answer.refused(
                        403,
                        "this token of " + who.name() + " is limited to other projects than " + project,
                        "use a token for this project"));
    }
}
