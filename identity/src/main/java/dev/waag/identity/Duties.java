package dev.waag.identity;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The separation of duties, in one place for the command line, the API and the console. Each question is answered with why not, in words
 * for the one who asked; empty: they may. What counts is who somebody proved to be, never the token: two tokens of one user are one person.
 */
public final class Duties {
    private Duties() {}

    /**
     * Whether somebody may approve a release.
     *
     * @param publishers who uploaded any of its files, or staged it
     * @param keyHolders names of those who may use the keys that it is signed with
     */
    public static Optional<String> whyNotApprove(
            Principal who, Collection<Doer> publishers, Collection<String> keyHolders) {
        return whyNot(who, Permission.APPROVE).or(() -> {
            if (publishers.stream().anyMatch(p -> p.name().equals(who.name()))) {
                return Optional.of(who.name() + " published this release, and nobody approves their own work");
            }
            if (keyHolders.contains(who.name())) {
                return Optional.of(who.name() + " holds the key that signed this release, and is not its own approver");
            }
            return Optional.empty();
        });
    }

    /**
     * Whether somebody may move a release into a channel that needs approvals.
     *
     * @param approvals who approved the files that it has now
     * @param needed how many different people must have
     */
    public static Optional<String> whyNotPromote(
            Principal who,
            Collection<Doer> publishers,
            Collection<Doer> approvals,
            Collection<String> keyHolders,
            int needed) {
        return whyNot(who, Permission.APPROVE).or(() -> {
            int counted = counted(publishers, approvals, keyHolders).size();
            return counted >= needed
                    ? Optional.empty()
                    : Optional.of(
                            "it has " + counted + " of " + needed + " approvals by people other than its publisher");
        });
    }

    /** The names whose approvals count: those of people who neither published nor hold the key. */
    public static Set<String> counted(
            Collection<Doer> publishers, Collection<Doer> approvals, Collection<String> keyHolders) {
        Set<String> names = new LinkedHashSet<>();
        for (Doer approval : approvals) {
            if (byAPerson(approval.kind())
                    && !keyHolders.contains(approval.name())
                    && publishers.stream().noneMatch(p -> p.name().equals(approval.name()))) {
                names.add(approval.name());
            }
        }
        return names;
    }

    /** Whether somebody may confirm what another proposed, where two people are needed for it. */
    public static Optional<String> whyNotConfirm(Principal who, Doer proposer, Permission permission) {
        return whyNot(who, permission)
                .or(() -> proposer.name().equals(who.name())
                        ? Optional.of(who.name() + " proposed this, and a second person must confirm it")
                        : Optional.empty());
    }

    private static Optional<String> whyNot(Principal who, Permission permission) {
        if (!byAPerson(who.kind())) {
            return Optional.of(
                    switch (who.kind()) {
                        case CI -> "a CI job's token may not " + permission.deed() + ": that takes a person";
                        case RECEIPT -> "a receipt's token only reads";
                        default -> "this needs a token";
                    });
        }
        return who.may(permission)
                ? Optional.empty()
                : Optional.of(who.name() + " may not " + permission.deed() + ": " + Needs.words(permission));
    }

    private static boolean byAPerson(Principal.Kind kind) {
        return kind == Principal.Kind.PERSON || kind == Principal.Kind.TOKEN;
    }
}
