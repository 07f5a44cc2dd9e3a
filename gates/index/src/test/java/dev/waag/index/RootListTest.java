package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.testkit.Behaviour;
import dev.waag.testkit.Lies;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootListTest {
    private static final Duration AGE = Duration.ofHours(1);

    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void open() throws Exception {
        index = new SimulatedIndex();
        index.add(Wheels.wheel("kaas", "1.0"));
        index.add(Wheels.wheel("acme-tools", "1.0"));
        gate = new TestGate(
                root, index, clock, new TestGate.Setup().claim("acme-*").impatient());
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        index.close();
    }

    private List<String> names() throws Exception {
        List<String> names = new ArrayList<>();
        Json.MAPPER
                .readTree(Files.readAllBytes(gate.gate.root(true).path()))
                .path("projects")
                .forEach(p -> names.add(p.path("name").asString()));
        return names;
    }

    @Test
    void itListsWhatUpstreamHasWithoutClaimedNames() throws Exception {
        assertThat(names()).containsExactly("kaas");
        assertThat(Files.readString(gate.gate.root(false).path()))
                .contains("<a href=\"kaas/\">kaas</a>")
                .doesNotContain("acme");
    }

    @Test
    void itIsMadeAnewAnHourAfterItsMaking() throws Exception {
        names();
        index.add(Wheels.wheel("boter", "1.0"));
        clock.advance(AGE.minusMillis(1));
        assertThat(names()).containsExactly("kaas");
        clock.advance(Duration.ofMillis(1));
        assertThat(names()).containsExactly("boter", "kaas");
        assertThat(index.count("/simple/")).isEqualTo(2);
    }

    @Test
    void anHtmlListIsReadToo() throws Exception {
        index.html(true);
        assertThat(names()).containsExactly("kaas");
    }

    @Test
    void aFailingUpstreamDoesNotShortenTheListAndIsAskedAgainSoon() throws Exception {
        index.add(Wheels.wheel("boter", "1.0"));
        assertThat(names()).containsExactly("boter", "kaas");
        for (Behaviour lie : List.of(
                Lies.status(500),
                Lies.reset(),
                Lies.resetInTheMiddle(),
                Lies.htmlForJson(),
                Lies.portal(),
                Lies.shortBody())) {
            clock.advance(AGE);
            index.behave("/simple/", lie);
            assertThat(names()).containsExactly("boter", "kaas");
        }
        index.honest();
        index.add(Wheels.wheel("melk", "1.0"));
        clock.advance(Duration.ofSeconds(30));
        assertThat(names()).containsExactly("boter", "kaas", "melk");
    }

    @Test
    void whatIsKnownHereIsListedWhereTheUpstreamListsNothing() throws Exception {
        gate.found("kaas");
        index.behave("/simple/", Lies.status(503));
        assertThat(names()).containsExactly("kaas");
    }
}
