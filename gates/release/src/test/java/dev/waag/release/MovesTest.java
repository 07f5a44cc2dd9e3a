package dev.waag.release;

import static dev.waag.release.House.ANN;
import static dev.waag.release.House.BEN;
import static dev.waag.release.House.BOB;
import static dev.waag.release.House.SUE;
import static dev.waag.release.House.done;
import static dev.waag.release.House.name;
import static dev.waag.release.House.person;
import static dev.waag.release.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.identity.Role;
import dev.waag.python.ProjectName;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MovesTest {
    private static final ProjectName A = name("acme-a");
    private static final Optional<String> ONE = Optional.of("1.0");
    private static final Optional<String> STABLE = Optional.of("stable");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // each test opens it
    private House house;

    private void open(ReleaseSettings settings) throws Exception {
        house = new House(root, settings);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    @Test
    void aReleaseIsPromotedAfterAnotherPersonApprovedIt() throws Exception {
        open(ReleaseSettings.DEFAULT);
        done(house.upload(ANN, Wheels.wheel("acme-a", "1.0")));
        assertThat(refused(409, house.gate.promote(BEN, A, ONE, STABLE)).what()).contains("0 of 1 approvals");
        done(house.gate.approve(BEN, A, ONE));
        done(house.gate.promote(BEN, A, ONE, STABLE));
        assertThat(house.versions("acme-a", "stable")).containsExactly("1.0");
        assertThat(done(house.gate.promote(BEN, A, ONE, STABLE)).changed()).isFalse();
        assertThat(house.kinds()).containsExactly("publish", "stage", "approve", "promote");
    }

    @Test
    void nobodyApprovesTheirOwnWork() throws Exception {
        open(ReleaseSettings.DEFAULT);
        done(house.upload(BOB, Wheels.wheel("acme-a", "1.0")));
        Principal secondToken = new Principal(
                "bob",
                Principal.Kind.TOKEN,
                BOB.roles(),
                BOB.permissions(),
                BOB.projects(),
                Optional.of("another"),
                BOB.claims());
        refused(403, house.gate.approve(BOB, A, ONE));
        refused(403, house.gate.approve(secondToken, A, ONE));
        Principal job = new Principal(
                "ben",
                Principal.Kind.CI,
                BEN.roles(),
                BEN.permissions(),
                BEN.projects(),
                Optional.of("minted"),
                BEN.claims());
        refused(403, house.gate.approve(job, A, ONE));
        refused(409, house.gate.promote(BOB, A, ONE, STABLE));
    }

    @Test
    void whereNobodyNeedApproveNobodyReleasesAlone() throws Exception {
        open(new ReleaseSettings(
                List.of("staging", "stable"), 0, false, false, 1 << 20, List.of(), List.of(), List.of()));
        done(house.upload(BOB, Wheels.wheel("acme-a", "1.0")));
        refused(403, house.gate.promote(BOB, A, ONE, STABLE));
        done(house.gate.promote(BEN, A, ONE, STABLE));
    }

    @Test
    void aFileAddedLaterNeedsAnotherApproval() throws Exception {
        open(ReleaseSettings.DEFAULT);
        house.release(Wheels.wheel("acme-a", "1.0"));
        done(house.upload(ANN, Wheels.of("acme-a", "1.0").sdist()));
        assertThat(house.files("acme-a", "stable")).isEqualTo(1);
        refused(409, house.gate.promote(BEN, A, ONE, STABLE));
        done(house.gate.approve(BEN, A, ONE));
        assertThat(done(house.gate.promote(BEN, A, ONE, STABLE)).changed()).isTrue();
        assertThat(house.files("acme-a", "stable")).isEqualTo(2);
    }

    @Test
    void aRollbackReturnsToTheLastGoodRelease() throws Exception {
        open(ReleaseSettings.DEFAULT);
        for (String version : List.of("1.0", "1.1", "1.2")) {
            house.release(Wheels.wheel("acme-a", version));
        }
        assertThat(done(house.gate.rollback(BEN, A, Optional.empty(), Optional.empty(), "broken"))
                        .fields())
                .containsEntry("from", "1.2")
                .containsEntry("to", "1.1");
        assertThat(house.versions("acme-a", "stable")).containsExactly("1.0", "1.1");
        assertThat(house.versions("acme-a", "staging")).containsExactly("1.0", "1.1", "1.2");
        done(house.gate.recall(SUE, "acme-a==1.0", "bad", false));
        refused(409, house.gate.rollback(BEN, A, Optional.empty(), Optional.empty(), ""));
        refused(403, house.gate.rollback(ANN, A, Optional.empty(), Optional.empty(), ""));
    }

    @Test
    void rulesAreNamedOneByOneWithHowToMendThem() throws Exception {
        open(new ReleaseSettings(
                List.of("staging", "stable"),
                1,
                false,
                false,
                1 << 20,
                List.of(
                        new ReleaseRule("signed", "signed", "build it with waag build"),
                        new ReleaseRule("has-sbom", "sbom", "let the SBOM lie beside the file"),
                        new ReleaseRule("no-advisories", "advisories.size() == 0", "")),
                List.of(),
                List.of()));
        done(house.upload(ANN, Wheels.wheel("acme-a", "1.0"), "waag_sbom", "{\"components\": []}"));
        done(house.gate.approve(BEN, A, ONE));
        Answer.Refused refused = refused(409, house.gate.promote(BEN, A, ONE, STABLE));
        assertThat(refused.reasons())
                .singleElement()
                .satisfies(r -> assertThat(r)
                        .containsEntry("rule", "signed")
                        .containsEntry("help", "build it with waag build"));
    }

    /** However roles are given to people with several tokens and to jobs, no single one of them moves their own bytes into the last channel. */
    @Test
    void noSingleCredentialReleasesItsOwnBytes() throws Exception {
        open(ReleaseSettings.DEFAULT);
        Random random = new Random(7);
        int released = 0;
        for (int round = 0; round < 60; round++) {
            Optional<String> version = Optional.of("1." + round);
            List<Principal> all = credentials(random);
            Principal publisher = all.get(random.nextInt(all.size()));
            house.upload(publisher, Wheels.wheel("acme-a", version.get()));
            List<String> approved = new ArrayList<>();
            // in every second round nobody but the publisher acts, with each credential that is theirs
            List<Principal> acting = round % 2 == 0
                    ? all.stream()
                            .filter(p -> p.name().equals(publisher.name()))
                            .toList()
                    : all;
            for (int step = 0; step < 12; step++) {
                Principal who = acting.get(random.nextInt(acting.size()));
                switch (random.nextInt(4)) {
                    case 0 -> house.gate.stage(who, A, version);
                    case 1 -> {
                        if (house.gate.approve(who, A, version) instanceof Answer.Done) {
                            assertThat(who.kind()).isEqualTo(Principal.Kind.TOKEN);
                            assertThat(who.may(Permission.APPROVE)).isTrue();
                            approved.add(who.name());
                        }
                    }
                    case 2 -> house.gate.rollback(who, A, version, Optional.empty(), "");
                    default -> house.gate.promote(who, A, version, STABLE);
                }
            }
            if (house.versions("acme-a", "stable").contains(version.get())) {
                released++;
                assertThat(approved).as("round %s of %s", round, all).anyMatch(a -> !a.equals(publisher.name()));
                assertThat(approved).doesNotContain(publisher.name());
            }
        }
        assertThat(released).as("some pairs of people do release").isPositive();
    }

    /** Three people with up to three tokens each, narrowed at random, and a job. */
    private static List<Principal> credentials(Random random) {
        List<Principal> all = new ArrayList<>();
        for (String name : List.of("p", "q", "r")) {
            List<Role> roles = new ArrayList<>();
            for (Role role : Role.values()) {
                if (random.nextInt(3) > 0) {
                    roles.add(role);
                }
            }
            Principal whole = person(name, roles.toArray(Role[]::new));
            for (int token = 0; token <= random.nextInt(3); token++) {
                Set<Permission> permissions = new HashSet<>(whole.permissions());
                permissions.removeIf(p -> random.nextInt(5) == 0);
                all.add(new Principal(
                        name,
                        Principal.Kind.TOKEN,
                        whole.roles(),
                        permissions,
                        Set.of(),
                        Optional.of(name + token),
                        Map.of()));
            }
        }
        all.add(new Principal(
                "github:acme/a",
                Principal.Kind.CI,
                Set.of(),
                Set.of(Permission.values()),
                Set.of(),
                Optional.of("job" + random.nextInt()),
                Map.of()));
        return all;
    }
}
