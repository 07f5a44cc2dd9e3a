package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxiesTest {
    private record Row(String noProxy, String host, int port, boolean matches) {}

    @Test
    void noProxyTable() {
        for (Row row : List.of(
                new Row("", "index.example", 443, false),
                new Row("*", "index.example", 443, true),
                new Row("*", "10.1.2.3", 443, true),
                new Row("index.example", "index.example", 443, true),
                new Row("INDEX.example", "index.example", 443, true),
                new Row("index.example", "index.example.", 443, true),
                new Row("index.example", "a.index.example", 443, true),
                new Row("index.example", "notindex.example", 443, false),
                new Row(".example", "index.example", 443, true),
                new Row(".index.example", "index.example", 443, true),
                new Row("*.example", "index.example", 443, true),
                new Row("a.example, index.example", "index.example", 443, true),
                new Row("a.example index.example", "index.example", 443, true),
                new Row("index.example:443", "index.example", 443, true),
                new Row("index.example:80", "index.example", 443, false),
                new Row("*:8443", "index.example", 8443, true),
                new Row("*:8443", "index.example", 443, false),
                new Row("10.0.0.0/8", "10.200.0.1", 443, true),
                new Row("10.0.0.0/8", "11.0.0.1", 443, false),
                new Row("10.0.0.0/9", "10.200.0.1", 443, false),
                new Row("10.1.2.3", "10.1.2.3", 443, true),
                new Row("10.1.2.3:80", "10.1.2.3", 443, false),
                new Row("10.1.2.3:443", "10.1.2.3", 443, true),
                new Row("2.3", "10.1.2.3", 443, false),
                new Row("::1", "::1", 443, true),
                new Row("[::1]", "::1", 443, true),
                new Row("[::1]:443", "::1", 443, true),
                new Row("[::1]:80", "::1", 443, false),
                new Row("fc00::/7", "fd12::1", 443, true),
                new Row("fc00::/7", "2001:db8::1", 443, false),
                new Row("10.0.0.0/99", "10.0.0.1", 443, false),
                new Row("localhost,127.0.0.1", "localhost", 80, true),
                new Row(" , ,", "index.example", 80, false))) {
            assertThat(NoProxy.parse(row.noProxy()).matches(row.host(), row.port()))
                    .as(row.toString())
                    .isEqualTo(row.matches());
        }
    }

    @Test
    void variablesInEitherCase() throws Exception {
        String secure = "https://index.example/";
        String plain = "http://index.example/";
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://p:1"), secure)).contains("http://p:1");
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://p:1"), plain)).isEmpty();
        assertThat(proxy(Map.of("https_proxy", "http://p:1", "HTTPS_PROXY", "http://q:2"), secure))
                .contains("http://p:1");
        assertThat(proxy(Map.of("https_proxy", "", "HTTPS_PROXY", "http://q:2"), secure))
                .as("turned off")
                .isEmpty();
        assertThat(proxy(Map.of("http_proxy", "p:1"), plain)).contains("http://p:1");
        assertThat(proxy(Map.of("HTTP_PROXY", "p"), plain)).contains("http://p:80");
        assertThat(proxy(Map.of("ALL_PROXY", "http://p:1/"), plain)).contains("http://p:1");
        assertThat(proxy(Map.of("all_proxy", "http://p:1", "HTTP_PROXY", "http://q:2"), plain))
                .contains("http://q:2");
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", "example"), secure))
                .isEmpty();
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://p:1", "no_proxy", "example"), secure))
                .isEmpty();
    }

    @Test
    void proxiesAreReadWithTheirCredentials() {
        ProxyServer proxy =
                ProxyServer.parse("http://us%40er:p%3A%2Fss+@[::1]:3128/").orElseThrow();
        assertThat(proxy.host()).isEqualTo("::1");
        assertThat(proxy.address()).isEqualTo("[::1]:3128");
        assertThat(proxy.userinfo()).contains("us@er:p:/ss+");
        assertThat(proxy.toString()).isEqualTo("http://[::1]:3128");
        assertThat(ProxyServer.parse("u:50%@proxy:3128").flatMap(ProxyServer::userinfo))
                .contains("u:50%");
        for (String bad : List.of("", "http://", "http://:80", "http://p:0", "http://p:99999", "http://p:x")) {
            assertThat(ProxyServer.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void aProxyThatCannotBeUsedIsSaidToBeSo() {
        assertThatExceptionOfType(FetchException.Unreachable.class)
                .isThrownBy(() -> proxy(Map.of("ALL_PROXY", "socks5://u:secret@p:1080"), "https://index.example/"))
                .withMessageContaining("socks5://p:1080")
                .withMessageContaining("HTTPS_PROXY")
                .withMessageNotContaining("secret");
        assertThatExceptionOfType(FetchException.Unreachable.class)
                .isThrownBy(() -> proxy(Map.of("HTTP_PROXY", "http://u:secret@"), "http://index.example/"))
                .withMessageNotContaining("secret");
    }

    private static Optional<String> proxy(Map<String, String> environment, String uri) throws FetchException {
        return Proxies.fromEnvironment(environment)
                .before(Origin.of(URI.create(uri)))
                .map(ProxyServer::toString);
    }
}
