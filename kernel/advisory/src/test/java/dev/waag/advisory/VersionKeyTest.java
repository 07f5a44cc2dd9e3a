package dev.waag.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VersionKeyTest {
    private static final String[] RELEASES = {
        "0",
        "0.0.1",
        "1",
        "1.0",
        "1.0.0",
        "1.0.1",
        "1.2",
        "1.10",
        "2",
        "10",
        "9".repeat(249),
        "9".repeat(250),
        "1" + "0".repeat(250)
    };
    private static final String[] ENDS = {
        "",
        "a0",
        "a1",
        "a10",
        "b1",
        "rc1",
        ".post0",
        ".post1",
        ".dev0",
        ".dev2",
        "a1.post1",
        "a1.dev1",
        "rc1.post2.dev3",
        ".post1.dev1",
        "+0",
        "+1",
        "+10",
        "+a",
        "+ab",
        "+a.1",
        "+a.b",
        "+1.a",
        "a1+x",
        ".dev1+x"
    };

    @Test
    void keysCompareAsVersionsDo() {
        List<Version> versions = new ArrayList<>();
        for (String epoch : new String[] {"", "1!", "10!"}) {
            for (String release : RELEASES) {
                for (String end : ENDS) {
                    versions.add(Version.parse(epoch + release + end).orElseThrow());
                }
            }
        }
        byte[][] keys = new byte[versions.size()][];
        Arrays.setAll(keys, i -> VersionKey.of(versions.get(i)));
        for (int i = 0; i < keys.length; i++) {
            for (int j = 0; j < keys.length; j++) {
                int expected = Integer.signum(versions.get(i).compareTo(versions.get(j)));
                int order = Integer.signum(Arrays.compareUnsigned(keys[i], keys[j]));
                if (order != expected) {
                    assertThat(order)
                            .as("%s and %s", versions.get(i), versions.get(j))
                            .isEqualTo(expected);
                }
            }
        }
    }
}
