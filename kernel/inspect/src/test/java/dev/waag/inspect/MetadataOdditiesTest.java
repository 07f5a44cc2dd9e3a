package dev.waag.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a distribution says of itself, and what is odd about it. */
final class MetadataOdditiesTest {
    private static List<Finding> said(String version, String headers, String description) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("demo/__init__.py", "");
        files.put(
                "demo-" + version + ".dist-info/METADATA",
                "Metadata-Version: 2.1\nName: demo\nVersion: " + version + "\nSummary: s\n" + headers + "\n"
                        + description);
        files.put("demo-" + version + ".dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n");
        Zips zip = new Zips();
        files.forEach(zip::add);
        return WheelArchiveTest.inspect("demo-" + version + "-py3-none-any.whl", zip.bytes())
                .of("metadata");
    }

    private static void odd(List<Finding> found, String severity, String words) {
        assertThat(found)
                .as(words)
                .anyMatch(f -> f.severity().equals(severity) && f.message().contains(words));
    }

    @Test
    void aDescriptionOfAnotherProject() {
        odd(said("1.0", "", "# Requests\n\n    pip install requests\n"), "medium", "copied from another project");
        odd(said("1.0", "", "Use it: `pip install somebodys-tool`"), "low", "copied from another project");
        assertThat(said("1.0", "", "# Demo\n\npip install requests first, then demo"))
                .isEmpty();
        assertThat(said("1.0", "", "pip install demo[extra]")).isEmpty();
        odd(said("1.0", "", ""), "info", "an empty description");
    }

    @Test
    void versionsMailAndRepositories() {
        odd(said("99.0.0", "", "demo"), "medium", "a version far ahead");
        assertThat(said("2024.1.1", "", "demo")).isEmpty();
        odd(said("1.0", "Author-email: a@mailinator.com\n", "demo"), "medium", "for throwing away");
        odd(
                said("1.0", "Project-URL: Source, https://github.com/psf/requests\n", "demo"),
                "medium",
                "the repository of another project");
    }
}
