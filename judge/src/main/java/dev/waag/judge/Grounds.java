package dev.waag.judge;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.policy.Policy;
import dev.waag.python.ProjectName;
import java.util.Optional;

/**
 * What files are judged by at one moment: the policy, and the advisories.
 *
 * <p>The part of it that a project's decisions rest on is its basis, a text: while it is the same, so are they but for what time changes.
 *
 * <pre>
 * DIGEST               the policy's digest: no advisories, or none about the project
 * DIGEST+FINGERPRINT   with the fingerprint of the project's own advisories
 * DIGEST+?             judged before the advisories were there, and to be judged anew when they are
 * </pre>
 *
 * <p>Where releases of the project were recalled, {@code !} and what tells these recalls apart follow the digest.
 */
public final class Grounds {
    private static final String AWAITED = "+?";

    private final Policy policy;
    private final Optional<AdvisoryIndex> advisories;
    private final boolean awaited;

    private final Recalls recalls;

    private Grounds(Policy policy, Optional<AdvisoryIndex> advisories, boolean awaited, Recalls recalls) {
        this.policy = policy;
        this.advisories = advisories;
        this.awaited = awaited;
        this.recalls = recalls;
    }

    /** That policy, and no advisories. */
    public static Grounds of(Policy policy) {
        return new Grounds(policy, Optional.empty(), false, Recalls.NONE);
    }

    Grounds with(Policy next) {
        return new Grounds(next, advisories, awaited, recalls);
    }

    Grounds with(AdvisoryIndex index) {
        return new Grounds(policy, Optional.of(index), false, recalls);
    }

    Grounds awaiting() {
        return new Grounds(policy, Optional.empty(), true, recalls);
    }

    Grounds withoutAdvisories() {
        return new Grounds(policy, Optional.empty(), false, recalls);
    }

    Grounds with(Recalls next) {
        return new Grounds(policy, advisories, awaited, next);
    }

    public Policy policy() {
        return policy;
    }

    /** The advisories in force; empty where there are none, or none yet. */
    public Optional<AdvisoryIndex> advisories() {
        return advisories;
    }

    /** Those, where they say anything of the project. */
    Optional<AdvisoryIndex> advisories(ProjectName project) {
        return advisories.filter(a -> !a.fingerprint(project).isEmpty());
    }

    /** What was recalled. */
    public Recalls recalls() {
        return recalls;
    }

    /** Whether advisories are still to come. */
    public boolean awaited() {
        return awaited;
    }

    /** What decisions on files of the project rest on when they are taken by these grounds. */
    public String basis(ProjectName project) {
        String own = own(project);
        if (awaited) {
            return own + AWAITED;
        }
        String fingerprint = advisories.isPresent() ? advisories.get().fingerprint(project) : "";
        return fingerprint.isEmpty() ? own : own + "+" + fingerprint;
    }

    /** All of it but the advisories. */
    private String own(ProjectName project) {
        String recalled = recalls.fingerprint(project);
        return recalled.isEmpty() ? policy.digest() : policy.digest() + "!" + recalled;
    }

    /** Whether decisions of that basis stand. While the advisories are still to come, whatever the last ones said stands. */
    public boolean uphold(ProjectName project, String basis) {
        if (!awaited) {
            return basis.equals(basis(project));
        }
        String own = own(project);
        return basis.equals(own) || basis.startsWith(own + "+");
    }
}
