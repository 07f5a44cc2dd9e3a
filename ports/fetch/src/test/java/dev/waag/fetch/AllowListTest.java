package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllowListTest {
    private static final URI PUBLIC = URI.create("https://192.0.2.1/simple/");
    private static final URI PRIVATE = URI.create("https://10.1.2.3/simple/");
    private static final URI LOOPBACK = URI.create("http://127.0.0.1:8080/simple/");

    @Test
    void addressesAreKnownByTheirReachInEverySpelling() {
        Map<Reach, List<String>> table = Map.of(
                Reach.FORBIDDEN,
                        List.of(
                                "169.254.169.254",
                                "fe80::1",
                                "fd00:ec2::254",
                                "100.100.100.200",
                                "168.63.129.16",
                                "224.0.0.1",
                                "255.255.255.255",
                                "ff02::1",
                                "::ffff:169.254.169.254",
                                "64:ff9b::169.254.169.254",
                                "2002:a9fe:a9fe::1",
                                "::169.254.169.254"),
                Reach.LOOPBACK,
                        List.of(
                                "127.0.0.1",
                                "127.255.255.254",
                                "0.0.0.0",
                                "0.1.2.3",
                                "::1",
                                "::",
                                "::ffff:127.0.0.1",
                                "64:ff9b::7f00:1",
                                "2002:7f00:1::"),
                Reach.PRIVATE,
                        List.of(
                                "10.0.0.1",
                                "172.16.0.1",
                                "172.31.255.255",
                                "192.168.1.1",
                                "100.64.0.1",
                                "198.18.0.1",
                                "fc00::1",
                                "fd12:3456::1",
                                "fec0::1",
                                "::ffff:10.0.0.1"),
                Reach.PUBLIC,
                        List.of(
                                "192.0.2.1",
                                "172.32.0.1",
                                "172.15.255.255",
                                "11.0.0.1",
                                "100.128.0.1",
                                "2001:db8::1",
                                "2606:4700::1",
                                "64:ff9b::808:808",
                                "169.253.0.1"));
        table.forEach((reach, addresses) -> {
            for (String address : addresses) {
                assertThat(Reach.of(InetAddress.ofLiteral(address))).as(address).isEqualTo(reach);
            }
        });
    }

    @Test
    void metadataAddressesAreNeverAsked() {
        for (URI upstream : List.of(PUBLIC, PRIVATE, LOOPBACK, URI.create("http://169.254.169.254/"))) {
            for (String host : List.of(
                    "169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "2852039166")) {
                assertThatExceptionOfType(FetchException.Refused.class)
                        .as(host)
                        .isThrownBy(() -> list(upstream)
                                .check(URI.create("http://" + host + "/latest"), Optional.of(upstream), false))
                        .withMessageContaining("never asked");
                assertThatExceptionOfType(FetchException.Refused.class)
                        .as("%s, by a proxy", host)
                        .isThrownBy(() -> list(upstream)
                                .check(URI.create("http://" + host + "/latest"), Optional.of(upstream), true));
            }
        }
    }

    @Test
    void aPageLeadsNoFurtherInThanWhereItComesFrom() {
        String loopback = "http://127.0.0.1:9/";
        String inside = "http://192.168.0.1/";
        refused(list(PUBLIC), loopback, Optional.of(PUBLIC));
        refused(list(PUBLIC), inside, Optional.of(PUBLIC));
        refused(list(PUBLIC), "http://localhost/", Optional.of(PUBLIC));
        refused(list(PUBLIC), "http://[::1]/", Optional.of(PUBLIC));
        refused(list(PRIVATE), loopback, Optional.of(PRIVATE));
        allowed(list(PRIVATE), inside, Optional.of(PRIVATE));
        allowed(list(LOOPBACK), "http://localhost:9/", Optional.of(LOOPBACK));
        allowed(list(LOOPBACK), inside, Optional.of(LOOPBACK));
        allowed(list(PUBLIC), "https://198.51.100.7/", Optional.of(PUBLIC));
    }

    @Test
    void withoutSayingWhoNamedItEveryUpstreamMustBeInside() {
        refused(list(PUBLIC, LOOPBACK), "http://localhost:9/", Optional.empty());
        refused(list(), "http://localhost:9/", Optional.empty());
        allowed(list(LOOPBACK), "http://localhost:9/", Optional.empty());
        allowed(list(PUBLIC, LOOPBACK), "http://localhost:9/", Optional.of(LOOPBACK));
    }

    @Test
    void whatTheOperatorWroteIsAllowed() {
        allowed(list(PUBLIC, LOOPBACK), "http://127.0.0.1:9/other", Optional.of(PUBLIC));
    }

    @Test
    void anUnknownNameIsUnreachable() {
        assertThatExceptionOfType(FetchException.Unreachable.class)
                .isThrownBy(
                        () -> list(PUBLIC).check(URI.create("http://no-such-host.invalid/"), Optional.empty(), false))
                .withMessageContaining("no-such-host.invalid: its name is not known");
    }

    @Test
    void behindAProxyNamesAreTheProxysToLookUp() {
        assertThatCode(() -> list(PUBLIC).check(URI.create("http://no-such-host.invalid/"), Optional.empty(), true))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(FetchException.Refused.class)
                .isThrownBy(() -> list(PUBLIC).check(URI.create("http://localhost/"), Optional.empty(), true));
        assertThatExceptionOfType(FetchException.Refused.class)
                .isThrownBy(() -> list(PUBLIC).check(URI.create("http://012.0.0.1/"), Optional.empty(), true));
    }

    @Test
    void aRedirectFromAPublicPageToThisMachineIsRefused() throws Exception {
        // "Public" by name only, since nothing else than loopback may be asked in a test: a proxy answers for it.
        try (SocketServer inside = new SocketServer((r, c) -> c.ok("secret"));
                SocketServer proxy = new SocketServer(
                        (r, c) -> RedirectTest.redirect(c, 302, inside.uri("/").toString()));
                Fetcher fetcher = new Fetcher(FetcherTest.settings(FetchLimits.DEFAULT)
                        .withUpstreams(List.of(URI.create("http://index.example/")))
                        .withProxyIfNone("http://127.0.0.1:" + proxy.port()))) {
            FetchRequest request = new FetchRequest(
                    URI.create("http://index.example/x"), Map.of(), Optional.empty(), false, 10, true, false);
            assertThatExceptionOfType(FetchException.Refused.class).isThrownBy(() -> fetcher.get(request));
            assertThat(inside.requests()).isEmpty();
        }
    }

    @Test
    void onlyWebAddressesAreAsked() {
        try (Fetcher fetcher = new Fetcher(FetcherTest.settings(FetchLimits.DEFAULT))) {
            for (String uri : List.of(
                    "file:///etc/passwd",
                    "ftp://index.example/",
                    "jar:http://x/!/",
                    "/relative",
                    "http:///x",
                    "http://a_b/",
                    "http://0x7f.1/")) {
                assertThatExceptionOfType(FetchException.Refused.class)
                        .as(uri)
                        .isThrownBy(() -> fetcher.get(FetchRequest.of(URI.create(uri), 1)));
            }
        }
    }

    private static AllowList list(URI... upstreams) {
        return new AllowList(List.of(upstreams), Duration.ofSeconds(20), Runnable::run);
    }

    private static void refused(AllowList list, String uri, Optional<URI> from) {
        assertThatExceptionOfType(FetchException.Refused.class)
                .as("%s from %s", uri, from)
                .isThrownBy(() -> list.check(URI.create(uri), from, false));
    }

    private static void allowed(AllowList list, String uri, Optional<URI> from) {
        assertThatCode(() -> list.check(URI.create(uri), from, false))
                .as("%s from %s", uri, from)
                .doesNotThrowAnyException();
    }
}
