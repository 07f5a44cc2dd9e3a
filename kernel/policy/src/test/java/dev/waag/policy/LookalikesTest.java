package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookalikesTest {
    private static final int DEFAULT = 15_000;
    private final Lookalikes lookalikes = Lookalikes.shipped();

    @Test
    void namesThatAttackersUsedAreTold() {
        Map<String, String> attacks = Map.ofEntries(
                Map.entry("reqeusts", "requests"),
                Map.entry("requets", "requests"),
                Map.entry("urlib3", "urllib3"),
                Map.entry("djagno", "django"),
                Map.entry("numpyy", "numpy"),
                Map.entry("padnas", "pandas"),
                Map.entry("flaskk", "flask"),
                Map.entry("tensorfow", "tensorflow"),
                Map.entry("crytography", "cryptography"),
                Map.entry("beautifulsop4", "beautifulsoup4"),
                Map.entry("colourama", "colorama"),
                Map.entry("python-dateutill", "python-dateutil"),
                Map.entry("scikitlearn", "scikit-learn"),
                Map.entry("py-crod", "py-cord"),
                Map.entry("cv2", "opencv-python"));
        attacks.forEach((name, popular) -> {
            // Either the list of known malicious names has it, or the name is told by its resemblance.
            Optional<Lookalike> found = lookalikes.find(name, DEFAULT);
            assertThat(found).as(name).isPresent();
            assertThat(found.orElseThrow().popular()).as(name).isIn(popular, "");
        });
    }

    @Test
    void whatWasSeenIsSaidInPlainWords() {
        assertThat(lookalikes.find("sqlalcehmy", DEFAULT)).contains(new Lookalike("sqlalchemy", "two letters swapped"));
        assertThat(lookalikes.find("sqlalchemmy", DEFAULT)).contains(new Lookalike("sqlalchemy", "a letter doubled"));
        assertThat(lookalikes.find("cryptograhy", DEFAULT))
                .contains(new Lookalike("cryptography", "a letter left out"));
        assertThat(lookalikes.find("typingextensions", DEFAULT))
                .contains(new Lookalike("typing-extensions", "only the separators differ"));
        assertThat(lookalikes.find("yaml", DEFAULT))
                .contains(new Lookalike("pyyaml", "a name it is known by, but not the one it is published under"));
        assertThat(lookalikes.find("esqhydrarandomcandy", DEFAULT))
                .contains(new Lookalike("", "put together like a known series of malicious names"));
        assertThat(lookalikes.find("hooktest77", DEFAULT)).isEmpty();
        assertThat(lookalikes.find("adv2099m", DEFAULT))
                .contains(new Lookalike("", "on the list of known malicious names"));
    }

    @Test
    void noPopularNameFiresWhateverTheSetting() {
        for (String name : NameData.shipped().popular()) {
            assertThat(lookalikes.find(name, DEFAULT)).as(name).isEmpty();
            assertThat(lookalikes.find(name, 100)).as(name).isEmpty();
        }
    }

    @Test
    void everyKnownMaliciousNameFires() {
        for (String name : NameData.shipped().malicious().first(Integer.MAX_VALUE)) {
            assertThat(lookalikes.find(name, DEFAULT)).as(name).isPresent();
        }
    }

    @Test
    void namesOfATeamsOwnAndOfFamiliesDoNotFire() {
        List<String> honest = List.of(
                "boerenkaas-vers",
                "boerenkaas-keurmerk",
                "boerenkaas",
                "kaasschaaf",
                "stroopwafel",
                "waag",
                "weegschaal",
                "acme-billing",
                "acme-utils",
                "acme-core",
                "acme-py",
                "internal-tools",
                "my-company-auth",
                "data-platform-sdk",
                "types-boerenkaas",
                "pytest-boerenkaas",
                "django-kaas",
                "boerenkaas-stubs",
                "aws-cdk-aws-kaas",
                "opentelemetry-instrumentation-kaas",
                "azure-mgmt-kaas",
                "google-cloud-kaas",
                "requests-kaas",
                "kaas-requests",
                "flask-kaas",
                "numpy-kaas",
                "fastapi-billing",
                "pandas2",
                "requests3",
                "django5",
                "a",
                "ab",
                "x1",
                "team-a",
                "python-acme",
                "acme-python",
                "libacme",
                "tpacme");
        assertThat(honest)
                .allSatisfy(name -> assertThat(lookalikes.find(name, DEFAULT)).isEmpty());
    }

    @Test
    void namesBeyondTheSettingDoNotCount() {
        int rank = NameData.shipped().popular().indexOf("sqlalchemy") + 1;
        assertThat(lookalikes.find("sqlalchemmy", rank)).isPresent();
        assertThat(lookalikes.find("sqlalchemmy", rank - 1)).isEmpty();
        assertThat(lookalikes.find("cv2", 10)).isEmpty();
        assertThat(lookalikes.find("typingextensions", 1)).isEmpty();
        assertThat(lookalikes.find("adv2099m", 0))
                .as("a malicious name is malicious at any setting")
                .isPresent();
    }

    @Test
    void aSparedNameFiresOnlyWhenItTurnsMalicious() {
        NameData data = NameData.of(
                List.of("pandas"), List.of("paandas"), Map.of(), Map.of(), Set.of("paandas", "panddas"), List.of());
        Lookalikes few = new Lookalikes(data);
        assertThat(few.find("panddas", DEFAULT)).isEmpty();
        assertThat(few.find("paandas", DEFAULT)).isPresent();
        assertThat(few.find("pandass", DEFAULT)).isPresent();
    }

    @Test
    void anyTextIsLookedUpWithoutHarm() {
        for (String text : List.of(
                "",
                "-",
                "--",
                "é",
                "Requests",
                "a b",
                "\u0000",
                "x".repeat(10_000),
                "esq".repeat(5_000),
                "-".repeat(70))) {
            assertThat(lookalikes.find(text, DEFAULT)).as(text).isEmpty();
        }
    }

    @Test
    void aLookUpTakesMicroseconds() {
        List<String> names =
                NameData.shipped().popular().stream().map(n -> n + "x").toList();
        names.forEach(n -> lookalikes.find(n, DEFAULT));
        long start = System.nanoTime();
        names.forEach(n -> lookalikes.find(n, DEFAULT));
        long each = (System.nanoTime() - start) / names.size();
        assertThat(each)
                .as("nanoseconds a look-up; 50,000 promised, a slow machine allowed for")
                .isLessThan(200_000);
    }
}
