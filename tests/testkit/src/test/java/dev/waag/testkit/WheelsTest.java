package dev.waag.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.python.WheelName;
import dev.waag.python.WheelTail;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class WheelsTest {
    private static Distribution wheel() {
        return Wheels.of("kaas-mes", "1.2")
                .requires("boter>=1; python_version>'3.8'")
                .requiresPython(">=3.9")
                .payload(70_000)
                .wheel();
    }

    @Test
    void aWheelIsAZipWithItsMetadataAndTheSameEveryTime() throws Exception {
        Distribution wheel = wheel();
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(wheel.bytes()))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                names.add(e.getName());
            }
        }
        assertThat(wheel.filename()).isEqualTo("kaas_mes-1.2-py3-none-any.whl");
        assertThat(names)
                .contains(
                        "kaas_mes-1.2.dist-info/METADATA",
                        "kaas_mes-1.2.dist-info/WHEEL",
                        "kaas_mes-1.2.dist-info/RECORD");
        assertThat(wheel().sha256()).isEqualTo(wheel.sha256());
        assertThat(Wheels.of("kaas-mes", "1.2").seed(2).wheel().sha256())
                .isNotEqualTo(Wheels.of("kaas-mes", "1.2").wheel().sha256());
    }

    @Test
    void itsMetadataIsWhereReadersLookForIt() throws Exception {
        Distribution wheel = wheel();
        byte[] bytes = wheel.bytes();
        byte[] metadata = WheelTail.metadata(
                WheelName.parse(wheel.filename()).orElseThrow(),
                bytes.length,
                Arrays.copyOfRange(bytes, bytes.length - 4096, bytes.length),
                (offset, length) -> Arrays.copyOfRange(bytes, (int) offset, (int) offset + length),
                1 << 20);
        assertThat(metadata).isEqualTo(wheel.metadata());
        assertThat(new String(metadata, StandardCharsets.UTF_8))
                .contains("Requires-Dist: boter>=1; python_version>'3.8'\n", "Requires-Python: >=3.9\n");
    }

    @Test
    void aSourceDistributionIsATarOfOneFolder() throws Exception {
        Distribution sdist = Wheels.of("kaas-mes", "1.2").sdist();
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(sdist.bytes())).readAllBytes();
        assertThat(sdist.filename()).isEqualTo("kaas_mes-1.2.tar.gz");
        assertThat(new String(tar, 0, 21, StandardCharsets.US_ASCII)).isEqualTo("kaas_mes-1.2/PKG-INFO");
        assertThat(new String(tar, 257, 5, StandardCharsets.US_ASCII)).isEqualTo("ustar");
        assertThat(tar.length % 512).isZero();
    }
}
