package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.policy.MeasureNames.Fired;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Floors and ceilings for what docs/rules/lookalike-data.md reports, some way off what was measured, so that a renewal of the lists passes
 * and a mistake does not.
 */
class LookalikesAccuracyTest {
    private static final Pattern NORMALIZED = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

    private final MeasureNames measure = new MeasureNames();

    /** Popular names lie closer together than others do; of those, one in a thousand fires. */
    @Test
    void legitimateNamesHardlyEverFire() {
        assertThat(measure.popularSplit(MeasureNames.SPLIT).share())
                .as("popular names against the more popular ones; 0.10 % measured")
                .isLessThan(0.002);
    }

    @Test
    void maliciousNamesThatAreNotOnTheListAreFound() {
        List<Fired> folds = measure.folds();
        assertThat(folds)
                .allSatisfy(fold -> assertThat(fold.share()).as("47 % measured").isGreaterThan(0.40));
        Set<String> found = MeasureNames.names(folds);
        assertThat(MeasureNames.share(measure.evident(1_000), found))
                .as("one edit from one of the first 1,000; 97.9 % measured")
                .isGreaterThan(0.96);
        assertThat(MeasureNames.share(measure.evident(15_000), found))
                .as("one edit from any known name; 95.3 % measured")
                .isGreaterThan(0.94);
    }

    @Test
    void theShippedListsAreWhatTheySay() {
        NameData data = NameData.shipped();
        List<String> popular = List.copyOf(data.popular());
        List<String> malicious = List.copyOf(data.malicious().first(Integer.MAX_VALUE));
        assertThat(popular)
                .hasSizeBetween(10_000, 15_000)
                .allMatch(n -> NORMALIZED.matcher(n).matches());
        assertThat(malicious)
                .hasSizeGreaterThan(5_000)
                .isSorted()
                .allMatch(n -> NORMALIZED.matcher(n).matches());
        Set<String> honest = new HashSet<>(popular);
        Set<String> bad = new HashSet<>(malicious);
        assertThat(honest).as("no name twice").hasSameSizeAs(popular).noneMatch(bad::contains);
        assertThat(bad).as("no name twice").hasSameSizeAs(malicious).noneMatch(data.spared()::contains);
        assertThat(data.imitated()).isEqualTo(Imitations.count(popular, malicious));
        assertThat(honest).containsAll(data.wrong().values());
        assertThat(data.wrong().keySet()).noneMatch(honest::contains).noneMatch(bad::contains);
    }
}
