package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Whatever comes in, a reader gives a value that its laws hold for, or says that the input is not of its format. */
final class PythonFuzzTest {
    private static final PageLimits LIMITS = new PageLimits(100, 100, 300);
    private static final WheelName WHEEL =
            WheelName.parse("a_b-1.0-py3-none-any.whl").orElseThrow();

    private static final MarkerEnvironment SOMEWHERE = MarkerEnvironment.of("3.11", "linux_x86_64");
    private static final PartialEnvironment NOWHERE = PartialEnvironment.of(Optional.of("3.11"), Optional.empty());
    private static final SupportedTags TAGS = SupportedTags.of("3.11", "linux_x86_64");

    @FuzzTest
    void json(byte[] input) throws PageFormatException {
        Optional<SimplePage> page =
                page(() -> SimplePages.readJson(new ByteArrayInputStream(input), Pages.BASE, LIMITS));
        if (page.isPresent()) {
            check(page.get());
        }
    }

    @FuzzTest
    void html(byte[] input) throws PageFormatException {
        Optional<SimplePage> page =
                page(() -> SimplePages.readHtml(new ByteArrayInputStream(input), Pages.BASE, LIMITS));
        if (page.isPresent()) {
            check(page.get());
        }
    }

    @FuzzTest
    void wheelTail(byte[] input) throws IOException {
        byte[] tail = Arrays.copyOfRange(input, input.length / 2, input.length);
        try {
            byte[] metadata = WheelTail.metadata(
                    WHEEL,
                    input.length,
                    tail,
                    (offset, length) -> Arrays.copyOfRange(input, (int) offset, (int) offset + length),
                    1_000);
            assertThat(metadata.length).isLessThanOrEqualTo(1_000);
        } catch (PageFormatException e) {
            assertThat(e).hasMessageStartingWith("the wheel");
        }
    }

    @FuzzTest
    void version(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        Optional<Version> a = Version.parse(lines[0]);
        Optional<Version> b = Version.parse(lines[lines.length - 1]);
        if (a.isPresent()) {
            assertThat(Version.parse(a.get().toString()))
                    .hasValueSatisfying(v ->
                            assertThat(v).isEqualTo(a.get()).hasToString(a.get().toString()));
        }
        if (a.isPresent() && b.isPresent()) {
            assertThat(a.get().compareTo(b.get())).isEqualTo(-b.get().compareTo(a.get()));
            assertThat(a.get().compareTo(b.get()) == 0).isEqualTo(a.get().equals(b.get()));
        }
    }

    @FuzzTest
    void coreMetadata(byte[] input) {
        CoreMetadata metadata = CoreMetadata.parse(input);
        assertThat(metadata.name()).doesNotContain("\n");
        assertThat(metadata.requiresDist())
                .allSatisfy(r -> assertThat(r).doesNotContain("\n").isNotEmpty());
        assertThat(metadata.headers().keySet())
                .allSatisfy(n -> assertThat(n).isEqualTo(Ascii.lower(n)).doesNotContain(":", "\n", " "));
        assertThat(metadata.projectUrls()).isNotNull();
    }

    @FuzzTest
    void distributionName(byte[] input) {
        String filename = new String(input, StandardCharsets.UTF_8);
        DistributionName name = DistributionName.parse(filename, WHEEL.project());
        assertThat(name.filename()).isEqualTo(filename);
        assertThat(name.kind().equals("other") || name.belongsTo(WHEEL.project()))
                .isTrue();
    }

    @FuzzTest
    void specifiers(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        try {
            Specifiers specifiers = Specifiers.parse(lines[0]);
            String text = lines[lines.length - 1];
            boolean fits = specifiers.contains(text, PreReleases.ALLOWED);
            assertThat(Specifiers.parse(specifiers.toString()))
                    .hasToString(specifiers.toString())
                    .isEqualTo(specifiers);
            assertThat(fits || !specifiers.contains(text, PreReleases.REFUSED)).isTrue();
            specifiers
                    .pinned()
                    .ifPresent(v -> assertThat(specifiers.contains(v, PreReleases.DEFAULT)
                                    || specifiers.toString().startsWith("==="))
                            .isTrue());
        } catch (RequirementException e) {
            check(e, lines[0]);
        }
    }

    @FuzzTest
    void requirement(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Requirement requirement = Requirement.parse(text);
            assertThat(requirement.toString()).startsWith(requirement.spelling());
            assertThat(ProjectName.parse(requirement.spelling())).contains(requirement.name());
            // text after === may hold commas, and backslashes in a string print bare: these print in a form that reads
            // otherwise
            if (!text.contains("===") && !text.contains("\\")) {
                assertThat(Requirement.parse(requirement.toString()))
                        .isEqualTo(requirement)
                        .hasToString(requirement.toString());
            }
        } catch (RequirementException e) {
            check(e, text);
        }
    }

    @FuzzTest
    void marker(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Marker marker = Marker.parse(text);
            if (!text.contains("\\")) {
                assertThat(Marker.parse(marker.toString())).isEqualTo(marker);
            }
            Optional<Boolean> maybe = marker.evaluate(NOWHERE, Set.of("a"));
            boolean here = marker.evaluate(SOMEWHERE, Set.of("a"));
            assertThat(maybe.isEmpty() || maybe.get() == here).isTrue();
        } catch (RequirementException e) {
            check(e, text);
        }
    }

    @FuzzTest
    void tags(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        WheelName.parse("a-1-" + text + ".whl")
                .ifPresent(
                        w -> assertThat(TAGS.accepts(w)).isEqualTo(TAGS.rank(w).orElse(-1) >= 0));
        try {
            assertThat(Tag.parse(text)).isNotEmpty().hasSizeLessThanOrEqualTo(Tag.MAX_EXPANDED);
        } catch (RequirementException e) {
            check(e, text);
        }
        try {
            assertThat(SupportedTags.of("3.11", text).tags()).isNotEmpty();
            assertThat(MarkerEnvironment.of("3.11", text).variables()).hasSize(11);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("not a platform such as");
        }
        try {
            assertThat(MarkerEnvironment.of(text, "win32").variables()).hasSize(11);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("not a version of Python such as");
        }
    }

    private static void check(RequirementException e, String text) {
        assertThat(e.column()).isBetween(1, text.length() + 1);
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }

    private interface Read {
        SimplePage page() throws PageFormatException;
    }

    private static Optional<SimplePage> page(Read read) {
        try {
            return Optional.of(read.page());
        } catch (PageFormatException e) {
            assertThat(e.getMessage()).startsWith("the page");
            return Optional.empty();
        }
    }

    private static void check(SimplePage page) throws PageFormatException {
        assertThat(page.files()).hasSizeLessThanOrEqualTo(LIMITS.files());
        assertThat(page.files()).allSatisfy(f -> {
            assertThat(f.filename()).doesNotContain("/", "\\").hasSizeLessThanOrEqualTo(LIMITS.filenameLength());
            assertThat(f.url())
                    .doesNotContain("#", " ", "\"", "<")
                    .startsWithIgnoringCase("http")
                    .hasSizeLessThanOrEqualTo(LIMITS.urlLength());
        });
        byte[] json = SimpleWriter.json(page, SimpleWriter.versions(page));
        // a state that the specification does not know is not passed on
        SimplePage written =
                page.status().isStandard() ? page : new SimplePage(page.name(), ProjectStatus.ACTIVE, page.files());
        assertThat(SimplePages.readJson(new ByteArrayInputStream(json), Pages.BASE, new PageLimits(100, 100, 1_000)))
                .isEqualTo(written);
        assertThat(SimpleWriter.html(page)).isNotEmpty();
    }
}
