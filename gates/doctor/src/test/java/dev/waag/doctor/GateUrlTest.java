package dev.waag.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.UserException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GateUrlTest {
    private static GateUrl gate(String url) {
        return GateUrl.of(URI.create(url));
    }

    @Test
    void theGateIsKnownInEverySpelling() {
        GateUrl gate = gate("http://127.0.0.1:8080");
        for (String same : List.of(
                "http://127.0.0.1:8080/simple/",
                "http://127.0.0.1:8080/simple",
                "HTTP://LOCALHOST:8080/simple/",
                "http://[::1]:8080/simple",
                "http://user:secret@localhost:8080/simple/",
                "http://${USER}:${PASS}@localhost:8080/simple/",
                "http://127.0.0.1:8080/channel/prod/simple/",
                "http://127.0.0.1:8080/snapshot/2026-01-01/simple")) {
            assertThat(gate.isIndex(same)).as(same).isTrue();
        }
    }

    @Test
    void nothingElseIs() {
        GateUrl gate = gate("http://127.0.0.1:8080/simple/");
        for (String other : List.of(
                "https://127.0.0.1:8080/simple/",
                "http://127.0.0.1:8081/simple/",
                "http://127.0.0.1/simple/",
                "http://127.0.0.1:8080/",
                "http://127.0.0.1:8080/simpleton/",
                "http://127.0.0.1:8080/channel/a/b/simple/",
                "http://127.0.0.1:8080/simple/../evil/",
                "http://127.0.0.1:8080/simple/%2e%2e/evil/",
                "http://127.0.0.1:8080\\@index.example/simple/",
                "http://127.0.0.1:8080@index.example/simple/",
                "http://index.example/simple/?http://127.0.0.1:8080/simple/",
                "http://127.0.0.1.index.example:8080/simple/",
                "http://127.0.0.1:8080 /simple/",
                "http://%31.0.0.1:8080/simple/",
                "//127.0.0.1:8080/simple/",
                "127.0.0.1:8080/simple/",
                "")) {
            assertThat(gate.isIndex(other)).as(other).isFalse();
        }
    }

    @Test
    void usualPortsAndPathsBelow() {
        GateUrl gate = gate("https://gate.example/waag/channel/prod/simple/");
        assertThat(gate.simple()).isEqualTo("https://gate.example/waag/simple/");
        assertThat(gate.isIndex("https://gate.example:443/waag/simple")).isTrue();
        assertThat(gate.isIndex("https://gate.example/simple")).isFalse();
        assertThat(gate.isIndex("https://gate.example/waagx/simple")).isFalse();
        assertThat(gate.serves("https://gate.example/waag/files/a.whl")).isTrue();
        assertThat(gate.serves("https://gate.example/other/a.whl")).isFalse();
    }

    @Test
    void onlyPlainHttpFromAnotherMachineNeedsTrust() {
        assertThat(gate("http://gate.example:8080").needsTrust("gate.example")).isTrue();
        assertThat(gate("http://gate.example:8080").needsTrust("GATE.example:8080"))
                .isTrue();
        assertThat(gate("http://gate.example:8080").needsTrust("index.example")).isFalse();
        assertThat(gate("https://gate.example").needsTrust("gate.example")).isFalse();
        assertThat(gate("http://localhost:8080").needsTrust("localhost")).isFalse();
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutItsPassword() {
        assertThatThrownBy(() -> gate("ftp://user:geheim@gate.example/"))
                .isInstanceOf(UserException.class)
                .message()
                .contains("gate.example")
                .doesNotContain("geheim");
    }
}
