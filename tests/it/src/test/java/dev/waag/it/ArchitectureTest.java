package dev.waag.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.waag.core.SabotageDependsUpwards;
import dev.waag.core.SabotageReadsTheClock;
import dev.waag.core.SabotageTouchesTheWorld;
import dev.waag.index.SabotageEnds;
import dev.waag.index.SabotageFetches;
import dev.waag.index.SabotageReadsTheTime;
import dev.waag.index.SabotageSigns;
import dev.waag.index.SabotageStarts;
import dev.waag.index.SabotageWritesSql;
import dev.waag.sabotage.OpenRoute;
import dev.waag.sabotage.one.One;
import dev.waag.sabotage.other.Other;
import dev.waag.server.SabotageHandler;
import dev.waag.server.SabotageRoutes;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each rule of the {@link House} holds, and each can fail: a class that breaks it on purpose is caught. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/testkit/")
                    && !location.contains("waag-testkit")
                    && !location.contains("/tests/it/"))
            .importPackages("dev.waag");

    /** The rule holds for the product, and each saboteur breaks it. */
    private static void holds(ArchRule rule, Class<?>... saboteurs) {
        EvaluationResult product = rule.evaluate(PRODUCT);
        assertThat(product.getFailureReport().getDetails())
                .as(rule.getDescription())
                .isEmpty();
        assertThat(saboteurs).isNotEmpty();
        JavaClasses broken = new ClassFileImporter().importClasses(saboteurs);
        String report =
                String.join("\n", rule.evaluate(broken).getFailureReport().getDetails());
        for (Class<?> saboteur : saboteurs) {
            assertThat(report)
                    .as("%s breaks: %s", saboteur, rule.getDescription())
                    .contains(saboteur.getName());
        }
    }

    @Test
    void theWholeProductIsLookedAt() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass c : PRODUCT) {
            packages.add(c.getPackageName().substring("dev.waag.".length()));
        }
        Set<String> known = House.FLOORS.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).isEqualTo(known);
        assertThat(PRODUCT.size()).isGreaterThan(200);
    }

    @Test
    void packagesHaveNoCycles() {
        holds(House.NO_CYCLES, One.class, Other.class);
    }

    @Test
    void importsGoDown() {
        holds(House.FLOORS_ONLY_DOWN, SabotageDependsUpwards.class);
        holds(House.EVERY_PACKAGE_HAS_A_FLOOR, One.class);
    }

    @Test
    void theKernelDoesNoInputOrOutput() {
        holds(
                House.KERNEL_TOUCHES_NOTHING,
                SabotageTouchesTheWorld.ReadsFiles.class,
                SabotageTouchesTheWorld.ReadsOldFiles.class,
                SabotageTouchesTheWorld.Connects.class,
                SabotageTouchesTheWorld.Queries.class,
                SabotageTouchesTheWorld.Starts.class);
    }

    @Test
    void theKernelKnowsNoTime() {
        holds(
                House.KERNEL_KNOWS_NO_TIME,
                SabotageReadsTheClock.Now.class,
                SabotageReadsTheClock.Millis.class,
                SabotageReadsTheClock.Nanos.class,
                SabotageReadsTheClock.Today.class,
                SabotageReadsTheClock.SystemClock.class,
                SabotageReadsTheClock.SystemSource.class);
    }

    @Test
    void theClockIsInjected() {
        holds(House.CLOCK_COMES_FROM_MAIN, SabotageReadsTheTime.class);
    }

    @Test
    void onlyFetchGoesOut() {
        holds(
                House.HTTP_ONLY_IN_FETCH,
                SabotageFetches.ByClient.class,
                SabotageFetches.ByConnection.class,
                SabotageFetches.ByUrl.class,
                SabotageFetches.BySocket.class,
                SabotageFetches.ByChannel.class);
    }

    @Test
    void onlyProcessStartsPrograms() {
        holds(House.PROCESSES_ONLY_IN_PROCESS, SabotageStarts.ByBuilder.class, SabotageStarts.ByRuntime.class);
    }

    @Test
    void onlySignHasPrivateKeys() {
        holds(House.KEYS_ONLY_IN_SIGN, SabotageSigns.Holds.class, SabotageSigns.Makes.class);
        holds(House.SIGNING_ONLY_IN_SIGN, SabotageSigns.Signs.class, SabotageSigns.Makes.class);
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        holds(House.ONLY_MAIN_ENDS, SabotageEnds.ByExit.class, SabotageEnds.ByHalt.class);
    }

    @Test
    void onlyTheStoreSpeaksSql() {
        holds(House.SQL_ONLY_IN_STORE, SabotageWritesSql.class);
    }

    @Test
    void everyRouteDeclaresWhoMayCallIt() {
        holds(House.ROUTES_ARE_DECLARED_IN_ONE_PLACE, SabotageRoutes.class);
        holds(House.ROUTES_DECLARE_WHO_MAY_CALL, OpenRoute.class);
        holds(House.NOTHING_ANSWERS_BESIDE_THE_ROUTES, SabotageHandler.class);
    }
}
