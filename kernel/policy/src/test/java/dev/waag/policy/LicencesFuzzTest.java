package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whatever the metadata says, it is an expression that reads as itself, or unknown. */
class LicencesFuzzTest {
    private static final List<String> CLASSIFIERS = List.of("License :: OSI Approved :: BSD License");

    @FuzzTest
    void expressions(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Optional<String> canonical = Licences.canonical(text);
        canonical.ifPresent(c -> {
            assertThat(Licences.canonical(c)).contains(c);
            SpdxParser.parse(c)
                    .orElseThrow()
                    .licences()
                    .forEach(l -> assertThat(Licences.canonical(l.toString())).contains(l.toString()));
        });
        assertThat(Licences.allows(text, List.of("MIT"))).isEqualTo(Licences.allows(text, List.of("mit", "()")));
    }

    @FuzzTest
    void metadata(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Licences.expression("", text, List.of()).ifPresent(LicencesFuzzTest::assertReadsAsItself);
        Licences.expression("", text, CLASSIFIERS).ifPresent(LicencesFuzzTest::assertReadsAsItself);
        Licences.expression("", "", List.of(text)).ifPresent(LicencesFuzzTest::assertReadsAsItself);
    }

    private static void assertReadsAsItself(String expression) {
        assertThat(Licences.canonical(expression)).contains(expression);
    }
}
