package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.index.ProjectView.Format;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the upstream is asked again, and when a page is made anew. */
class FreshnessTest {
    private static final String PAGE = SimulatedIndex.page("kaas");

    @TempDir
    Path root;

    private final TestClock clock = new TestClock();
    private final Distribution wheel = Wheels.wheel("kaas", "1.0");
    private SimulatedIndex index;
    private TestGate gate;

    @BeforeEach
    void open() throws Exception {
        index = new SimulatedIndex();
        index.add(wheel);
        gate = new TestGate(root, index, clock);
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        index.close();
    }

    @Test
    void aFreshPageIsServedWithoutAsking() {
        gate.found("kaas");
        clock.advance(TestGate.REFRESH.minusMillis(1));
        assertThat(gate.found("kaas").staleSince()).isEmpty();
        assertThat(gate.gate.ready(TestGate.name("kaas"))).isPresent();
        assertThat(index.count(PAGE)).isEqualTo(1);
    }

    @Test
    void anOldPageIsRevalidatedByItsTag() {
        ProjectView first = gate.found("kaas").view();
        String etag = first.body(Format.JSON, true, TestGate.BASE).etag();
        clock.advance(TestGate.REFRESH);
        assertThat(gate.gate.ready(TestGate.name("kaas"))).isEmpty();
        ProjectView again = gate.found("kaas").view();
        assertThat(index.count(PAGE)).isEqualTo(2);
        assertThat(index.asked().getLast().header("If-None-Match")).isNotEmpty();
        assertThat(again.body(Format.JSON, true, TestGate.BASE).bytes())
                .as("the page that was made is used on")
                .isSameAs(first.body(Format.JSON, true, TestGate.BASE).bytes());
        assertThat(again.body(Format.JSON, true, TestGate.BASE).etag()).isEqualTo(etag);
        clock.advance(TestGate.REFRESH.minusMillis(1));
        gate.found("kaas");
        assertThat(index.count(PAGE)).as("fresh again since the 304").isEqualTo(2);
    }

    @Test
    void aRestartDoesNotForgetThePageNorItsTag() throws Exception {
        gate.found("kaas");
        gate.close();
        gate = new TestGate(root, index, clock);
        gate.found("kaas");
        assertThat(index.count(PAGE)).isEqualTo(1);
        clock.advance(TestGate.REFRESH);
        gate.found("kaas");
        assertThat(index.asked().getLast().header("If-None-Match")).isNotEmpty();
    }

    @Test
    void aPageWithoutATagIsFetchedWhole() {
        index.validators(false);
        gate.found("kaas");
        clock.advance(TestGate.REFRESH);
        index.add(Wheels.wheel("kaas", "2.0"));
        assertThat(gate.files("kaas")).hasSize(2);
        assertThat(index.asked().getLast().header("If-None-Match")).isEmpty();
    }

    @Test
    void upstreamsMaxAgeShortensButNeverLengthens() {
        index.cacheControl("max-age=60, public");
        gate.found("kaas");
        clock.advance(Duration.ofSeconds(59));
        gate.found("kaas");
        assertThat(index.count(PAGE)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        index.cacheControl("max-age=86400");
        gate.found("kaas");
        assertThat(index.count(PAGE)).isEqualTo(2);
        clock.advance(TestGate.REFRESH);
        gate.found("kaas");
        assertThat(index.count(PAGE)).isEqualTo(3);
    }

    @Test
    void whatMayNotBeKeptIsRevalidatedEachTime() {
        for (String control : List.of("max-age=0", "no-cache", "no-store", "public, max-age=0, must-revalidate")) {
            index.forgetAsked();
            index.cacheControl(control);
            gate.found("kaas", true);
            gate.found("kaas");
            gate.found("kaas");
            assertThat(index.count(PAGE)).as(control).isEqualTo(3);
        }
    }

    @Test
    void aClientMayHaveAFreshPageRevalidated() {
        gate.found("kaas");
        index.add(Wheels.wheel("kaas", "2.0"));
        assertThat(gate.files("kaas")).hasSize(1);
        gate.found("kaas", true);
        assertThat(gate.files("kaas")).hasSize(2);
    }

    @Test
    void aFileThatOurPageDoesNotHaveYetIsLookedForUpstream() throws Exception {
        gate.found("kaas");
        Distribution newer = Wheels.wheel("kaas", "2.0");
        index.add(newer);
        clock.advance(Duration.ofSeconds(11));
        String tag = newer.sha256().substring(0, 16);
        assertThat(TestGate.bytes(gate.gate.files().file(TestGate.name("kaas"), tag, newer.filename(), TestGate.BASE)))
                .hasValue(newer.bytes());
        long asked = index.count(PAGE);
        for (int i = 0; i < 5; i++) {
            assertThat(gate.gate.files().file(TestGate.name("kaas"), tag, "kaas-9.9-py3-none-any.whl", TestGate.BASE))
                    .isInstanceOf(FileAnswer.Absent.class);
        }
        assertThat(index.count(PAGE))
                .as("who guesses file names does not make us ask")
                .isEqualTo(asked);
    }

    @Test
    void thatThereIsNoSuchProjectIsBelievedForAShortTime() {
        assertThat(gate.page("boter")).isInstanceOf(PageOutcome.Absent.class);
        index.add(Wheels.wheel("boter", "1.0"));
        assertThat(gate.page("boter")).isInstanceOf(PageOutcome.Absent.class);
        assertThat(index.count(SimulatedIndex.page("boter"))).isEqualTo(1);
        clock.advance(ProjectPages.ABSENT_FOR);
        gate.found("boter");
    }

    @Test
    void decisionsRunOutExactlyWhenTheySayWithoutAskingUpstream() throws Exception {
        Instant uploaded = clock.instant().minus(Duration.ofDays(3)).plusSeconds(60);
        Distribution young = Wheels.wheel("kaas", "2.0");
        index.add(Listing.of(young).uploaded(uploaded));
        assertThat(gate.verdict(young)).isEqualTo("hold");
        clock.advance(Duration.ofSeconds(60).minusNanos(1));
        assertThat(gate.verdict(young)).isEqualTo("hold");
        assertThat(gate.file(young)).isInstanceOf(FileAnswer.Refused.class);
        clock.advance(Duration.ofNanos(1));
        assertThat(gate.gate.ready(TestGate.name("kaas"))).isEmpty();
        assertThat(gate.verdict(young)).isEqualTo("allow");
        assertThat(TestGate.bytes(gate.file(young))).hasValue(young.bytes());
        assertThat(index.count(PAGE)).isEqualTo(1);
        assertThat(gate.entries("decision")).hasSize(3);
    }

    @Test
    void anotherPolicyIsInForceAtOnceWithoutAskingUpstream() throws Exception {
        assertThat(gate.verdict(wheel)).isEqualTo("allow");
        gate.judge.use(
                TestGate.policy(
                        "[[rule]]",
                        "id = 'no-kaas'",
                        "when = \"project == 'kaas'\"",
                        "action = 'deny'",
                        "message = 'no'"),
                "me");
        assertThat(gate.verdict(wheel)).isEqualTo("deny");
        assertThat(gate.file(wheel)).isInstanceOf(FileAnswer.Refused.class);
        assertThat(index.count(PAGE)).isEqualTo(1);
    }

    @Test
    void parallelColdRequestsAreOneUpstreamRequest() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        index.behave(PAGE, Lies.held(asked, answer));
        List<CompletableFuture<PageOutcome>> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            boolean revalidate = i % 3 == 0;
            clients.add(CompletableFuture.supplyAsync(
                    () -> gate.gate.page(TestGate.name("kaas"), revalidate),
                    r -> Thread.ofVirtual().start(r)));
        }
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(clients).noneMatch(CompletableFuture::isDone);
        answer.countDown();
        for (CompletableFuture<PageOutcome> client : clients) {
            assertThat(client.get(20, TimeUnit.SECONDS)).isInstanceOf(PageOutcome.Found.class);
        }
        // those who came for a revalidation after the first answer have one more between them
        assertThat(index.count(PAGE)).isLessThanOrEqualTo(2);
    }
}
