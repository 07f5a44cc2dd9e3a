package dev.waag.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nobody approves their own work, whatever roles and tokens there are. */
final class DutiesTest {
    private static Principal person(String name, String token, Role... roles) {
        Set<Role> set = Set.of(roles);
        return new Principal(
                name, Principal.Kind.TOKEN, set, Principal.permitted(set), Set.of(), Optional.of(token), Map.of());
    }

    private static Principal job(String name, Set<Permission> permissions) {
        return new Principal(name, Principal.Kind.CI, Set.of(), permissions, Set.of(), Optional.of("j"), Map.of());
    }

    @Test
    void saysWhyNot() {
        Principal ann = person("ann", "t1", Role.PUBLISHER, Role.APPROVER);
        Principal again = person("ann", "t2", Role.ADMIN);
        Principal ben = person("ben", "t3", Role.APPROVER);
        Principal rita = person("rita", "t4", Role.READER);
        List<Doer> byAnn = List.of(ann.doer());
        assertThat(Duties.whyNotApprove(ann, byAnn, Set.of()).orElseThrow()).contains("nobody approves their own");
        assertThat(Duties.whyNotApprove(again, byAnn, Set.of()).orElseThrow()).contains("nobody approves their own");
        assertThat(Duties.whyNotApprove(ben, byAnn, Set.of())).isEmpty();
        assertThat(Duties.whyNotApprove(ben, byAnn, Set.of("ben")).orElseThrow())
                .contains("holds the key");
        assertThat(Duties.whyNotApprove(rita, byAnn, Set.of()).orElseThrow())
                .contains("needs the role approver or admin");
        assertThat(Duties.whyNotApprove(job("github:a/b", Role.ADMIN.permissions()), byAnn, Set.of())
                        .orElseThrow())
                .contains("takes a person");
        assertThat(Duties.whyNotApprove(Principal.ANONYMOUS, byAnn, Set.of())).isPresent();
        assertThat(Duties.whyNotPromote(ben, byAnn, List.of(), Set.of(), 1).orElseThrow())
                .contains("0 of 1");
        assertThat(Duties.whyNotPromote(ben, byAnn, List.of(ben.doer(), ben.doer()), Set.of(), 2)
                        .orElseThrow())
                .contains("1 of 2");
        assertThat(Duties.whyNotPromote(ben, byAnn, List.of(ben.doer()), Set.of(), 1))
                .isEmpty();
        assertThat(Duties.whyNotConfirm(again, ann.doer(), Permission.POLICY)).isPresent();
        assertThat(Duties.whyNotConfirm(person("eve", "t", Role.SECURITY), ann.doer(), Permission.POLICY))
                .isEmpty();
        assertThat(Duties.whyNotConfirm(ben, ann.doer(), Permission.POLICY)).isPresent();
    }

    /** A release as the gate keeps it, driven by whoever has a credential. */
    private static final class Release {
        final List<Doer> publishers = new ArrayList<>();
        final List<Doer> approvals = new ArrayList<>();
        boolean released;

        void publish(Principal who) {
            if (who.may(Permission.PUBLISH) && !released) {
                publishers.add(who.doer());
                approvals.clear(); // an approval covers the files present then
            }
        }

        void approve(Principal who, Set<String> keyHolders) {
            if (!publishers.isEmpty()
                    && Duties.whyNotApprove(who, publishers, keyHolders).isEmpty()) {
                approvals.add(who.doer());
            }
        }

        void promote(Principal who, Set<String> keyHolders, int needed) {
            released |= !publishers.isEmpty()
                    && Duties.whyNotPromote(who, publishers, approvals, keyHolders, needed)
                            .isEmpty();
        }
    }

    /** Credentials of random people with random roles, some of one person; and CI jobs that wrongly have every permission. */
    private static List<Principal> graph(Random random) {
        List<Principal> all = new ArrayList<>();
        int people = 1 + random.nextInt(4);
        for (int p = 0; p < people; p++) {
            Set<Role> roles = new HashSet<>();
            for (Role role : Role.values()) {
                if (random.nextInt(3) > 0) {
                    roles.add(role);
                }
            }
            for (int t = 0; t <= random.nextInt(3); t++) {
                all.add(person("p" + p, "t" + p + t, roles.toArray(Role[]::new)));
            }
        }
        all.add(job("github:a/b", Role.ADMIN.permissions()));
        return all;
    }

    @Test
    void noSingleIdentityMovesItsOwnBytesToTheLastChannel() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            List<Principal> all = graph(random);
            String attacker = all.get(random.nextInt(all.size())).name();
            List<Principal> hands =
                    all.stream().filter(p -> p.name().equals(attacker)).toList();
            Release release = new Release();
            Set<String> keyHolders = random.nextBoolean() ? Set.of(attacker) : Set.of();
            for (int step = 0; step < 12; step++) {
                Principal who = hands.get(random.nextInt(hands.size()));
                switch (random.nextInt(3)) {
                    case 0 -> release.publish(who);
                    case 1 -> release.approve(who, keyHolders);
                    default -> release.promote(who, keyHolders, 1);
                }
            }
            assertThat(release.released).as("seed %d, %s", seed, attacker).isFalse();
        }
    }

    @Test
    void whatIsReleasedWasApprovedByEnoughOthers() {
        int released = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            List<Principal> all = graph(random);
            int needed = 1 + random.nextInt(2);
            Set<String> keyHolders = random.nextInt(3) == 0 ? Set.of("p0") : Set.of();
            Release release = new Release();
            for (int step = 0; step < 20 && !release.released; step++) {
                Principal who = all.get(random.nextInt(all.size()));
                switch (random.nextInt(4)) {
                    case 0 -> release.publish(who);
                    case 1, 2 -> release.approve(who, keyHolders);
                    default -> release.promote(who, keyHolders, needed);
                }
            }
            if (release.released) {
                released++;
                Set<String> others = new HashSet<>();
                release.approvals.forEach(a -> others.add(a.name()));
                release.publishers.forEach(p -> others.remove(p.name()));
                others.removeAll(keyHolders);
                assertThat(others).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(needed);
                assertThat(release.approvals).allMatch(a -> a.kind() == Principal.Kind.TOKEN);
            }
        }
        assertThat(released).as("the property is not empty").isGreaterThan(1000);
    }
}
