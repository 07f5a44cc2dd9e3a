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
 */
public final class Grounds {
    private static final String AWAITED = "+?";

    private final Policy policy;
    private final Optional<AdvisoryIndex> advisories;
    private final boolean awaited;

    private Grounds(Policy policy, Optional<AdvisoryIndex> advisories, boolean awaited) {
        this.policy = policy;
        this.advisories = advisories;
        this.awaited = awaited;
    }

    /** That policy, and no advisories. */
    public static Grounds of(Policy policy) {
        return new Grounds(policy, Optional.empty(), false);
    }

    Grounds with(Policy next) {
        return new Grounds(next, advisories, awaited);
    }

    Grounds with(AdvisoryIndex index) {
        return new Grounds(policy, Optional.of(index), false);
    }

    Grounds awaiting() {
        return new Grounds(policy, Optional.empty(), true);
    }

    public Policy policy() {
        return policy;
    }

    /** The advisories in force; empty where there are none, or none yet. */
    public Optional<AdvisoryIndex> advisories() {
        return advisories;
    }

    /** Whether advisories are still to come. */
    public boolean awaited() {
        return awaited;
    }

    /** What decisions on files of the project rest on when they are taken by these grounds. */
    public String basis(ProjectName project) {
        if (awaited) {
            return policy.digest() + AWAITED;
        }
        String fingerprint = advisories.isPresent() ? advisories.get().fingerprint(project) : "";
        return fingerprint.isEmpty() ? policy.digest() : policy.digest() + "+" + fingerprint;
    }

    /** Whether decisions of that basis stand. While the advisories are still to come, whatever the last ones said stands. */
    public boolean uphold(ProjectName project, String basis) {
        return awaited ? basis.startsWith(policy.digest()) : basis.equals(basis(project));
    }
}
