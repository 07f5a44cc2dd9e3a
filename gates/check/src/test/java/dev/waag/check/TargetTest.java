package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.UserException;
import dev.waag.python.WheelName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TargetTest {
    @Test
    void whatIsNotNamedDoesNotCountAgainstAWheel() {
        Target open = Target.of(Optional.empty(), Optional.empty());
        assertThat(accepts(open, "cp39-cp39-win32")).isTrue();
        Target platform = Target.of(Optional.empty(), Optional.of("linux_x86_64"));
        assertThat(accepts(platform, "cp39-cp39-manylinux_2_17_x86_64")).isTrue();
    }

    @Test
    void theVersionOfPythonAloneLeavesOutTheWheelsOfOthers() {
        Target target = Target.of(Optional.of("3.11"), Optional.empty());
        for (String fits : new String[] {
            "py3-none-any",
            "py2.py3-none-any",
            "cp311-cp311-win_amd64",
            "cp38-abi3-macosx_11_0_arm64",
            "py3-none-musllinux_1_2_aarch64"
        }) {
            assertThat(accepts(target, fits)).as(fits).isTrue();
        }
        for (String not : new String[] {
            "cp39-cp39-manylinux1_x86_64", "cp312-abi3-win32", "py2-none-any", "pp311-pypy311_pp73-any"
        }) {
            assertThat(accepts(target, not)).as(not).isFalse();
        }
    }

    @Test
    void bothTogetherTakeWhatAnInstallerWouldThere() {
        Target target = Target.of(Optional.of("3.11"), Optional.of("linux_x86_64"));
        assertThat(accepts(target, "cp311-cp311-manylinux_2_17_x86_64")).isTrue();
        assertThat(accepts(target, "cp311-cp311-win_amd64")).isFalse();
    }

    @Test
    void ofPythonsBeforeThatOnlyTheMarkersCount() {
        assertThat(accepts(Target.of(Optional.of("2.7"), Optional.empty()), "cp39-cp39-win32"))
                .isTrue();
        assertThatThrownBy(() -> Target.of(Optional.of("2.7"), Optional.of("linux_x86_64")))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> Target.of(Optional.of("three"), Optional.empty()))
                .isInstanceOf(UserException.class);
    }

    private static boolean accepts(Target target, String tags) {
        return target.accepts(WheelName.parse("kaas-1.0-" + tags + ".whl").orElseThrow());
    }
}
